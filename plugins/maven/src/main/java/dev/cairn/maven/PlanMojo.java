package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows the steps that an upgrade would run now, with costs and warnings: {@code mvn cairn:plan}. Runs no migration.
 */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class PlanMojo extends SchemaMojo {
    /**
     * The migration to which the upgrade would run: its number, its name, or +n for the next n. Default: the last
     * migration.
     */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    PlanMojo() {
        super("plan");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        super.addArguments(commandArguments);
        commandArguments.addPositionalArgument(to);
    }
}
