package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.History;
import dev.cairn.Migrator;
import dev.cairn.cli.option.FleetOptions;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn baseline}: creates the ledger of a database that has the result of the migrations, although
 * Cairn did not run them. The migrator compares the definitions of the database first, so that a wrong version fails
 * before anything is written.
 */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "Creates the ledger of an existing database that already contains the result of the migrations."
                + " Compares the database first; if anything differs, nothing is changed.")
final class BaselineCommand extends ConfirmedCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            description =
                    "The migration that the database corresponds to, by number or name. Default: the last one of the"
                            + " history of the ledger; without a history, the last one of all")
    @Nullable
    private String version;

    @Mixin
    private final FleetOptions fleetOptions = new FleetOptions();

    @Override
    int run(SchemaDescriptor schema) {
        Optional<Fleet> fleet = fleetOptions.findFleet(factory, schema);
        if (fleet.isPresent()) {
            return runFleet(schema, fleet.get());
        }
        Migrator migrator = factory.createMigrator(schema);
        int number = VersionArgument.resolve(version == null ? chooseDefaultVersion(migrator) : version, schema);
        String position = MigrationFormatter.formatPosition(number, schema.migrations());
        confirmationOptions.requireConfirmation("The ledger of " + schema.name() + " will record that the database is "
                + position + ", if the database has the definitions of it.");
        migrator.baseline(number);
        printPosition(schema, number, position);
        return ExitCode.DONE.number();
    }

    private int runFleet(SchemaDescriptor schema, Fleet unobservedFleet) {
        int databaseCount = unobservedFleet.names().size();
        confirmationOptions.requireConfirmation("The ledgers of " + databaseCount + " databases will record "
                + (version == null
                        ? "the last migration of their history, or the last one of all,"
                        : MigrationFormatter.formatPosition(
                                VersionArgument.resolve(version, schema), schema.migrations()))
                + ", each if the database has the definitions of it.");
        FleetOutput fleetOutput = new FleetOutput(output, databaseCount);
        return fleetOutput.print(
                schema.name(),
                unobservedFleet.listener(fleetOutput).run(migrator -> {
                    int number =
                            VersionArgument.resolve(version == null ? chooseDefaultVersion(migrator) : version, schema);
                    migrator.baseline(number);
                    return number;
                }),
                number -> new FleetOutput.Description(
                        schema.name() + " is " + MigrationFormatter.formatPosition(number, schema.migrations()),
                        new JsonObject().put("schema", schema.name()).put("number", number),
                        ExitCode.DONE));
    }

    /**
     * Returns the last migration of the history, or {@code head} without a history. The database has no ledger yet, so
     * only the history, which may remain of a lost ledger, shows what ran.
     */
    private static String chooseDefaultVersion(Migrator migrator) {
        OptionalInt lastNumber =
                migrator.history().rows().stream().mapToInt(History.Row::number).max();
        return lastNumber.isPresent() ? String.valueOf(lastNumber.getAsInt()) : "head";
    }
}
