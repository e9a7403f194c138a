package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pending migrations: {@code mvn cairn:upgrade}. After a failure, run the goal again: it resumes the
 * migration.
 */
@Mojo(name = "upgrade", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class UpgradeMojo extends RebuildingMojo {
    /** The migration to upgrade to: its number, its name, or +n to run n migrations. Default: the last migration. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /** A file with the URL of a database in each line; the goal works on all of them. Default: the database of the URL. */
    @Parameter(property = "cairn.each")
    @Nullable
    String each;

    /** With cairn.each, how many databases are worked on in parallel. Default: 8. */
    @Parameter(property = "cairn.parallel")
    @Nullable
    Integer parallel;

    /**
     * With cairn.each, the databases to upgrade first: their number, or their names, separated by commas. The others begin
     * only after all of these succeeded. Default: none.
     */
    @Parameter(property = "cairn.canary")
    @Nullable
    String canary;

    /** With cairn.each, begin no further database after so many failures. Default: begin all. */
    @Parameter(property = "cairn.stopAfter")
    @Nullable
    Integer stopAfter;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("upgrade");
        addEach(arguments, each, parallel);
        add(arguments, "--canary", canary);
        addNumber(arguments, "--stop-after", stopAfter);
        addRebuildingOptions(arguments);
        if (to != null && !to.isEmpty()) {
            arguments.add(to);
        }
        return arguments;
    }
}
