package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The base class of goals whose command needs the compiled schema of the project and a server. Its options of a migrator are
 * written by a test from their entries, {@code MigratorOption}.
 */
abstract class MigratingMojo extends RetryingMojo {
    /** How long to wait while another migrator holds the ledger. Default: 10m. */
    @Parameter(property = "cairn.patience", alias = "wait")
    @Nullable
    String patience;

    /** The former name of cairn.patience. */
    @Parameter(defaultValue = "${cairn.wait}", readonly = true)
    @Nullable
    String formerPatience;

    /** The timeout of DDL, after which the connection is considered lost. Default: 15m. */
    @Parameter(property = "cairn.statementTimeout")
    @Nullable
    String statementTimeout;

    /** The timeout of INSERT, UPDATE, DELETE and code of migrations. Default: 5h. */
    @Parameter(property = "cairn.loadTimeout")
    @Nullable
    String loadTimeout;

    /**
     * Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table (keep), or runs
     * (lose). Default: keep.
     */
    @Parameter(property = "cairn.dependents")
    @Nullable
    String dependents;

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
        addMigratingOptions(arguments);
        return arguments;
    }

    private void addMigratingOptions(List<String> arguments) {
        add(arguments, "--patience", patience == null ? formerPatience : patience);
        add(arguments, "--statement-timeout", statementTimeout);
        add(arguments, "--load-timeout", loadTimeout);
        add(arguments, "--dependents", dependents);
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
