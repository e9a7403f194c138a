package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows the steps that an upgrade would run now, with costs and warnings: {@code mvn cairn:plan}. Runs none of them.
 */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class PlanMojo extends ReportMojo {
    /** A file with the URL of a database in each line; the goal works on all of them. Default: the database of the URL. */
    @Parameter(property = "cairn.each")
    @Nullable
    String each;

    /** With cairn.each, how many databases are worked on in parallel. Default: 8. */
    @Parameter(property = "cairn.parallel")
    @Nullable
    Integer parallel;

    @Override
    List<String> arguments() throws MojoExecutionException {
        return reporting("plan", each, parallel);
    }
}
