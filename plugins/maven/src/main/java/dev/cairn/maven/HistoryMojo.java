package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Lists the migrations of the database, and when and by which user they were run: {@code mvn cairn:history}. */
@Mojo(name = "history", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class HistoryMojo extends ReportMojo {
    @Override
    List<String> arguments() throws MojoExecutionException {
        return reporting("history");
    }
}
