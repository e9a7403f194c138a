package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A goal whose command connects to a server. Its options of a migrator are written by a test from their entries,
 * {@code MigratorOption}.
 */
abstract class RetryingMojo extends CommandMojo {
    /**
     * How long to retry what an overloaded server refuses, and to wait for a server that can't be reached any more.
     * Default: 5m.
     */
    @Parameter(property = "cairn.retry")
    @Nullable
    String retry;

    /** Returns the options for the connection and for retries. */
    final List<String> retrying() {
        List<String> arguments = connecting();
        addConnectingOptions(arguments);
        return arguments;
    }

    private void addConnectingOptions(List<String> arguments) {
        add(arguments, "--retry", retry);
    }
}
