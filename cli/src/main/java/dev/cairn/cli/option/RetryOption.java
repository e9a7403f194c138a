package dev.cairn.cli.option;

import dev.cairn.internal.connection.Address;
import dev.cairn.tooling.definition.LiveDatabase;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The option {@code --retry} of commands that read a live database. */
public final class RetryOption {
    public static final String DESCRIPTION =
            "How long to retry what an overloaded server refuses, and to wait for a server that can't be reached any"
                    + " more. Default: 300";

    @Option(names = "--retry", paramLabel = "SECONDS", defaultValue = "300", description = DESCRIPTION)
    private int retry = 300;

    /** Returns the database at an address, which is read within this time. */
    public LiveDatabase database(Address address) {
        if (retry < 0) {
            throw CommandException.usage("--retry must be at least 0 s, and not " + retry + ".");
        }
        return new LiveDatabase(address, Duration.ofSeconds(retry));
    }
}
