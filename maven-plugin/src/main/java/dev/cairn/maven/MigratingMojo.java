package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that is a command over the compiled schema of the project and a server. */
abstract class MigratingMojo extends CommandMojo {
    /** How many seconds to wait for another migrator; 600 by default. */
    @Parameter(property = "cairn.wait")
    @Nullable
    Integer wait;

    /** How many seconds an answer to DDL may take before the connection is considered lost; 900 by default. */
    @Parameter(property = "cairn.statementTimeout")
    @Nullable
    Integer statementTimeout;

    /** The same for INSERT, UPDATE, DELETE and code of migrations; 18000 by default. */
    @Parameter(property = "cairn.loadTimeout")
    @Nullable
    Integer loadTimeout;

    /** How many seconds to retry what an overloaded server refuses; 300 by default. */
    @Parameter(property = "cairn.retry")
    @Nullable
    Integer retry;

    /** A command with the schema and the server. */
    final List<String> migrating(String command) throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(ofSchema());
        arguments.addAll(connecting());
        addNumber(arguments, "--wait", wait);
        addNumber(arguments, "--statement-timeout", statementTimeout);
        addNumber(arguments, "--load-timeout", loadTimeout);
        addNumber(arguments, "--retry", retry);
        return arguments;
    }

    private static void addNumber(List<String> arguments, String option, @Nullable Integer number) {
        add(arguments, option, number == null ? null : number.toString());
    }

    /** The same with a migration or a range of them; the command's default, where none is given. */
    final List<String> migrating(String command, @Nullable String version) throws MojoExecutionException {
        List<String> arguments = migrating(command);
        if (version != null && !version.isEmpty()) {
            arguments.add(version);
        }
        return arguments;
    }
}
