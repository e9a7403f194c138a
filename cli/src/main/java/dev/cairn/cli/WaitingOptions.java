package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.RetryOption;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for timeouts. */
final class WaitingOptions {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for another migrator. Default: 600")
    private @Nullable Integer wait;

    @Option(
            names = "--statement-timeout",
            paramLabel = "SECONDS",
            description = "The timeout of DDL, after which the connection is considered lost. Default: 900")
    private @Nullable Integer statementTimeout;

    @Option(
            names = "--load-timeout",
            paramLabel = "SECONDS",
            description = "The timeout of INSERT, UPDATE, DELETE and code of migrations. Default: 18000")
    private @Nullable Integer loadTimeout;

    @Mixin
    private final RetryOption retry = new RetryOption();

    /** Returns options with the values that were given, set by the function for each. */
    <T> T applied(
            T usual,
            BiFunction<T, Duration, T> setPatience,
            BiFunction<T, Duration, T> setStatementTimeout,
            BiFunction<T, Duration, T> setLoadTimeout,
            BiFunction<T, Duration, T> setRetry) {
        T options = usual;
        if (statementTimeout != null) {
            options = setStatementTimeout.apply(options, seconds("--statement-timeout", statementTimeout));
        }
        if (loadTimeout != null) {
            options = setLoadTimeout.apply(options, seconds("--load-timeout", loadTimeout));
        }
        Duration retries = retry.time().orElse(null);
        if (retries != null) {
            options = setRetry.apply(options, retries);
        }
        return wait == null ? options : setPatience.apply(options, Duration.ofSeconds(Math.max(0, wait)));
    }

    private static Duration seconds(String option, int seconds) {
        if (seconds < 1) {
            throw CommandException.usage(option + " must be at least 1 s, and not " + seconds + ".");
        }
        return Duration.ofSeconds(seconds);
    }
}
