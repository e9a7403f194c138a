package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
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
final class UpgradeMojo extends SchemaMojo {
    /** The migration to upgrade to: its number, its name, or +n to run n migrations. Default: the last migration. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /**
     * How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default: stopped-writers, which stops
     * if rows are written during the copy.
     */
    @Parameter(property = "cairn.rebuildSwapMode")
    @Nullable
    String rebuildSwapMode;

    /**
     * Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table (keep), or runs
     * (lose). Default: keep.
     */
    @Parameter(property = "cairn.dependents")
    @Nullable
    String dependents;

    UpgradeMojo() {
        super("upgrade");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        super.addArguments(commandArguments);
        commandArguments
                .addOption("--rebuild-swap-mode", rebuildSwapMode)
                .addOption("--dependents", dependents)
                .addPositionalArgument(to);
    }
}
