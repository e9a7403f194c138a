package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Finds migrations, definitions and checked queries that a server accepts, but that may do harm:
 * {@code mvn compile cairn:lint}. Fails if there are findings at or above {@code cairn.failOn}. Connects to a server
 * only with {@code cairn.pending} or {@code cairn.url}.
 */
@Mojo(name = "lint", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class LintMojo extends CommandMojo {
    /**
     * Check only a migration (V0012), several (V0003:V0012), or an SQL file. Default: the last migration, changes that
     * are not recorded, the schema, and the checked queries.
     */
    @Parameter(property = "cairn.select")
    @Nullable
    String select;

    /** Check the schema, and only those migrations that are new or changed since a git revision. */
    @Parameter(property = "cairn.since")
    @Nullable
    String since;

    /** Whether to check only the migrations that the database at cairn.url lacks. Default: false. */
    @Parameter(property = "cairn.pending", defaultValue = "false")
    boolean pending;

    /**
     * The previous release, to find migrations that break its checked queries: a git revision with the query list
     * of cairn:record, folders or archives of its compiled classes, separated by commas, or none. Default: the release
     * of the database at cairn.url, else the last tag before the migration, else the last common commit with
     * cairn.since, else the commit before the migration.
     */
    @Parameter(property = "cairn.previous")
    List<String> previous = new ArrayList<>();

    /** The minimum severity that makes the goal fail: info, warning, error or never. Default: warning. */
    @Parameter(property = "cairn.failOn")
    @Nullable
    String failOn;

    /** The format: text, json, sarif, junit, github, gitlab or markdown. Default: text. */
    @Parameter(property = "cairn.format")
    @Nullable
    String format;

    /** The file of the findings. Default: they are printed. */
    @Parameter(property = "cairn.output")
    @Nullable
    String output;

    LintMojo() {
        super("lint");
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.COMPILED_SCHEMA;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments
                .addOption("--since", since)
                .addFlag("--pending", pending)
                .addRepeatedOption("--previous", previous)
                .addOption("--fail-on", failOn)
                .addOption("--format", format)
                .addOption("--output", output)
                .addPositionalArgument(select);
        commandArguments.addRepeatedOption("--sources", requireProject().getCompileSourceRoots());
        addClasses(commandArguments);
        addConnection(commandArguments);
    }
}
