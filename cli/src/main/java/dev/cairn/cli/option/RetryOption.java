package dev.cairn.cli.option;

import dev.cairn.internal.connection.Address;
import dev.cairn.tooling.definition.LiveDatabase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --retry} of commands that connect to a server. */
public final class RetryOption {
    @Option(
            names = "--retry",
            paramLabel = "SECONDS",
            description = "How long to retry what an overloaded server refuses, and to wait for a server that can't be"
                    + " reached any more. Default: 300")
    private @Nullable Integer retry;

    /** Returns the time that was given. */
    public Optional<Duration> time() {
        if (retry != null && retry < 0) {
            throw CommandException.usage("--retry must be at least 0 s, and not " + retry + ".");
        }
        return Optional.ofNullable(retry).map(Duration::ofSeconds);
    }

    /** Returns the database at an address, which is read within this time. */
    public LiveDatabase database(Address address) {
        return time().map(time -> new LiveDatabase(address, time)).orElseGet(() -> new LiveDatabase(address));
    }
}
