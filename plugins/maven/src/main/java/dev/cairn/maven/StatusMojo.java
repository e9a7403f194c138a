package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Shows the migration that the database is at, and the pending migrations: {@code mvn cairn:status}. */
@Mojo(name = "status", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class StatusMojo extends FleetMojo {
    @Override
    List<String> arguments() throws MojoExecutionException {
        return reportingEach("status");
    }
}
