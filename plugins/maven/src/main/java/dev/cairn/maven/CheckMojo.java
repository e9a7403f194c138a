package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Compares the records with the migrations, the migrations with the ledger, and the database with the migrations:
 * {@code mvn cairn:check}. Fails if anything differs or could not be read.
 */
@Mojo(name = "check", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class CheckMojo extends ReportMojo {
    CheckMojo() {
        super("check");
    }
}
