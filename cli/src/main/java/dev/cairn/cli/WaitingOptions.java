package dev.cairn.cli;

import dev.cairn.MigratorOptions;
import dev.cairn.cli.option.CommandException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to wait, for others and for answers. */
final class WaitingOptions {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for another migrator. Default: 600")
    private @Nullable Integer wait;

    @Option(
            names = "--statement-timeout",
            paramLabel = "SECONDS",
            description = "How long an answer to DDL may take before the connection is considered lost. Default: 900")
    private @Nullable Integer statementTimeout;

    @Option(
            names = "--load-timeout",
            paramLabel = "SECONDS",
            description = "The same for INSERT, UPDATE, DELETE and code of migrations. Default: 18000")
    private @Nullable Integer loadTimeout;

    @Option(
            names = "--retry",
            paramLabel = "SECONDS",
            description = "How long to retry what an overloaded server refuses. Default: 300")
    private @Nullable Integer retry;

    MigratorOptions of(MigratorOptions usual) {
        MigratorOptions options = usual;
        if (statementTimeout != null) {
            options = options.statementTimeout(seconds("--statement-timeout", statementTimeout, 1));
        }
        if (loadTimeout != null) {
            options = options.loadTimeout(seconds("--load-timeout", loadTimeout, 1));
        }
        if (retry != null) {
            options = options.retry(seconds("--retry", retry, 0));
        }
        return wait == null ? options : options.patience(Duration.ofSeconds(Math.max(0, wait)));
    }

    private static Duration seconds(String option, int given, int least) {
        if (given < least) {
            throw CommandException.usage(
                    option + " is a number of seconds, at least " + least + ", and not " + given + ".");
        }
        return Duration.ofSeconds(given);
    }
}
