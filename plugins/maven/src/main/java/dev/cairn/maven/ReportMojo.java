package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals that inspect a database and can write a report. */
abstract class ReportMojo extends MigratingMojo {
    /** A file for a report in addition to the output: Markdown (.md) or a self-contained page (.html). Default: none. */
    @Parameter(property = "cairn.report")
    @Nullable
    String report;

    /** Returns a command with the options for the schema, the server and the report. */
    final List<String> reporting(String command) throws MojoExecutionException {
        List<String> arguments = migrating(command);
        add(arguments, "--report", report);
        return arguments;
    }
}
