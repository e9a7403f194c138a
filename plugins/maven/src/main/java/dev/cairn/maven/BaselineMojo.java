package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Creates the ledger of an existing database whose objects are those that the migrations would have created:
 * {@code mvn cairn:baseline -Dcairn.arguments="--yes"}. The goal first compares the database with the migrations; if
 * anything differs, it fails and changes nothing.
 */
@Mojo(name = "baseline", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class BaselineMojo extends SchemaMojo {
    BaselineMojo() {
        super("baseline");
    }
}
