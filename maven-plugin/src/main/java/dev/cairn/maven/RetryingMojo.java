package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal whose command waits for a server that can't be reached or is overloaded. */
abstract class RetryingMojo extends CommandMojo {
    /** The time for which statements that an overloaded server refuses are retried, in seconds. Default: 300. */
    @Parameter(property = "cairn.retry")
    @Nullable
    Integer retry;

    /** Returns the options for the connection and for retries. */
    final List<String> retrying() {
        List<String> arguments = connecting();
        addNumber(arguments, "--retry", retry);
        return arguments;
    }
}
