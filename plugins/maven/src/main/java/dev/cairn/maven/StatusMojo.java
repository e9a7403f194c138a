package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Shows the migration that the database is at, and the pending migrations: {@code mvn cairn:status}.
 */
@Mojo(name = "status", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class StatusMojo extends ReportMojo {
    StatusMojo() {
        super("status");
    }
}
