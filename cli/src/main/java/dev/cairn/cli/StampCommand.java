package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn stamp 3}: records in the ledger that a database is at a migration, and changes nothing else.
 * Unlike {@code cairn baseline}, it does not compare the database with this migration.
 */
@Command(
        name = "stamp",
        mixinStandardHelpOptions = true,
        description =
                "Records the migrations up to the given one as done and all later ones as not done, without inspecting"
                        + " the database. Use it for migrations that were run manually.")
final class StampCommand extends ConfirmedCommand {
    private static final String RERUN_NOTE = "; the next upgrade runs the later migrations again";

    @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; base is before the first.")
    private String version = "";

    @Option(
            names = "--abandon",
            description = "Discard the progress of an unfinished migration, whose steps were completed or reverted"
                    + " manually.")
    private boolean abandonsProgress;

    @Override
    int run(SchemaDescriptor schema) {
        int number = VersionArgument.resolve(version, schema);
        String position = MigrationFormatter.formatPosition(number, schema.migrations());
        Migrator migrator = factory.createMigrator(schema);
        Optional<Status> status = readStatus(migrator);
        String previousPosition = status.map(
                        currentStatus -> StatusCommand.describeHead(currentStatus, schema.migrations()))
                .orElse("unknown");
        status.flatMap(Status::migrationInProgress)
                .filter(run -> !abandonsProgress)
                .ifPresent(run -> {
                    throw new CommandException(
                            ExitCode.CONSENT_NEEDED,
                            "Migration " + run.number()
                                    + (run.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                                    + ", and a stamp would discard its progress. Upgrade or downgrade to resume it. If its steps"
                                    + " were completed manually, pass --abandon.");
                });
        int headNumber =
                status.map(currentStatus -> currentStatus.head().number()).orElse(number);
        confirmationOptions.requireConfirmation("The ledger of " + schema.name()
                + (status.isPresent()
                        ? ", which says that the database is " + previousPosition + ","
                        : ", whose state is missing or damaged,")
                + " will record that it is " + position + ", regardless of its current state"
                + status.flatMap(Status::migrationInProgress)
                        .map(run -> ", and forget the progress of migration " + run.number())
                        .orElse("")
                + (headNumber > number
                        ? RERUN_NOTE
                        : headNumber < number ? "; the next upgrade runs none of the migrations up to it" : "")
                + ".");
        if (abandonsProgress) {
            migrator.abandonRunAndStamp(number);
        } else {
            migrator.stamp(number);
        }
        printPosition(
                schema,
                number,
                position + (headNumber > number ? "; before, it was " + previousPosition + RERUN_NOTE : ""));
        return ExitCode.DONE.number();
    }

    /** Returns the status; empty if the state of the ledger is missing or damaged. A stamp writes the state again. */
    private static Optional<Status> readStatus(Migrator migrator) {
        try {
            return Optional.of(migrator.status());
        } catch (HistoryMismatchException ignored) {
            return Optional.empty();
        }
    }
}
