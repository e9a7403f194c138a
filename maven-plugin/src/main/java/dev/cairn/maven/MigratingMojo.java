package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals whose command needs the compiled schema of the project and a server. */
abstract class MigratingMojo extends RetryingMojo {
    /** The time to wait for another migrator that holds the ledger, in seconds. Default: 600. */
    @Parameter(property = "cairn.wait")
    @Nullable
    Integer wait;

    /**
     * The timeout for answers to DDL statements, after which the connection is considered broken, in seconds. Default:
     * 900.
     */
    @Parameter(property = "cairn.statementTimeout")
    @Nullable
    Integer statementTimeout;

    /**
     * The timeout for answers to INSERT, UPDATE and DELETE statements, and to the statements of Java code in
     * migrations, in seconds. Default: 18000.
     */
    @Parameter(property = "cairn.loadTimeout")
    @Nullable
    Integer loadTimeout;

    /** Adds the options for work on several databases. */
    static void addEach(List<String> arguments, @Nullable String each, @Nullable Integer parallel) {
        add(arguments, "--each", each);
        addNumber(arguments, "--parallel", parallel);
    }

    /** Returns a command with the options for the schema and the server. */
    final List<String> migrating(String command) throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(ofSchema());
        arguments.addAll(retrying());
        addNumber(arguments, "--wait", wait);
        addNumber(arguments, "--statement-timeout", statementTimeout);
        addNumber(arguments, "--load-timeout", loadTimeout);
        return arguments;
    }

    /**
     * Returns such a command with a migration or a range of migrations; without it, the default of the command applies.
     */
    final List<String> migrating(String command, @Nullable String version) throws MojoExecutionException {
        List<String> arguments = migrating(command);
        if (version != null && !version.isEmpty()) {
            arguments.add(version);
        }
        return arguments;
    }
}
