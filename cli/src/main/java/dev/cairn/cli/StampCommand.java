package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.MigrationText;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn stamp 3}. */
@Command(
        name = "stamp",
        mixinStandardHelpOptions = true,
        description = "Marks migrations as done, up to the given one, without inspecting the database. Use it for"
                + " migrations that were run manually.")
final class StampCommand extends ConfirmedCommand {
    private static final String AGAIN = "; the next upgrade runs the later migrations again";

    @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; base is before the first.")
    private String version = "";

    @Option(
            names = "--abandon",
            description = "Discard the progress of an unfinished migration, whose steps were completed or reverted"
                    + " manually.")
    private boolean abandon;

    @Override
    int run(SchemaDescriptor schema) {
        int number = VersionArgument.resolve(version, schema);
        String position = MigrationText.of(number, schema.migrations());
        Migrator migrator = factory.migrator(schema);
        Optional<Status> status = status(migrator);
        String before = status.map(now -> StatusCommand.describeHead(now, schema.migrations()))
                .orElse("unknown");
        int head = status.map(now -> now.head().number()).orElse(number);
        confirmation.require("The ledger of " + schema.name()
                + (status.isPresent()
                        ? ", which says that the database is " + before + ","
                        : ", whose state is missing or damaged,")
                + " will record that it is " + position + ", regardless of its current state"
                + (head > number
                        ? AGAIN
                        : head < number ? "; the next upgrade runs none of the migrations up to it" : "")
                + ".");
        if (abandon) {
            migrator.stampAbandoning(number);
        } else {
            migrator.stamp(number);
        }
        printPosition(output, schema, number, position + (head > number ? "; before, it was " + before + AGAIN : ""));
        return ExitCode.DONE.number();
    }

    /** Returns empty if the state of the ledger is missing or damaged; a stamp writes it again. */
    private static Optional<Status> status(Migrator migrator) {
        try {
            return Optional.of(migrator.status());
        } catch (HistoryException unreadable) {
            return Optional.empty();
        }
    }
}
