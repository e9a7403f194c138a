package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Records in the ledger that the database is at a migration, without comparing the database:
 * {@code mvn cairn:stamp -Dcairn.arguments="3 --yes"}. It is meant for migrations that were run by hand.
 */
@Mojo(name = "stamp", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class StampMojo extends SchemaMojo {
    StampMojo() {
        super("stamp");
    }
}
