package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals that inspect a database and can write a report. */
abstract class ReportMojo extends SchemaMojo {
    /**
     * A file for a report in addition to the output: Markdown (.md) or a self-contained page (.html). Default: none.
     */
    @Parameter(property = "cairn.report")
    @Nullable
    String report;

    ReportMojo(String commandName) {
        super(commandName);
    }

    @Override
    final void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        super.addArguments(commandArguments);
        commandArguments.addOption("--report", report);
    }
}
