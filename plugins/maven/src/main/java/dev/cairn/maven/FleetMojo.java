package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals that inspect one database or several. */
abstract class FleetMojo extends ReportMojo {
    /** A file with the URL of a database in each line; the goal works on all of them. Default: the database of the URL. */
    @Parameter(property = "cairn.each")
    @Nullable
    String each;

    /** With cairn.each, how many databases are worked on in parallel. Default: 8. */
    @Parameter(property = "cairn.parallel")
    @Nullable
    Integer parallel;

    /** Returns a command with the options for the schema, the servers and the report. */
    final List<String> reportingEach(String command) throws MojoExecutionException {
        List<String> arguments = reporting(command);
        addEach(arguments, each, parallel);
        return arguments;
    }
}
