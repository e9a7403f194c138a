package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Fleet;
import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.FleetOptions;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.MigrationOutput;
import dev.cairn.cli.output.ProgressDisplay;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn upgrade}: runs the pending migrations of one or several databases, and prints the progress.
 * After a failure, the same command continues where the run stopped.
 */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = "Runs the pending migrations. After a failure, run it again: it resumes where it stopped.")
final class UpgradeCommand extends MigratorCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "head",
            description = "The migration to upgrade to: its number, its name, or +n for the next n. Default: the last"
                    + " one")
    private String version = "head";

    @Mixin
    private final FleetOptions fleetOptions = new FleetOptions();

    @Mixin
    private final MigratorArguments rebuildArguments = new MigratorArguments(OptionScope.REBUILDING);

    @Option(names = "--destructive", description = "Allow rebuilds to lose columns that no migration records.")
    private boolean allowsDataLoss;

    @Option(
            names = "--canary",
            paramLabel = "N|NAMES",
            description =
                    "With --each, the databases to upgrade first, by their number or their names, such as eu-1,eu-2."
                            + " The others begin only after all of these succeeded.")
    private @Nullable String canary;

    @Option(
            names = "--stop-after",
            paramLabel = "N",
            description = "With --each, begin no further database after so many failures. Default: begin all")
    private @Nullable Integer maxFailures;

    @Override
    int run(SchemaDescriptor schema) {
        Optional<Fleet> fleet = fleetOptions.findFleet(factory, schema);
        if (fleet.isPresent()) {
            return runFleet(schema, fleet.get().options(createOptions()));
        }
        if (canary != null || maxFailures != null) {
            throw CommandException.usage("--canary and --stop-after are options of --each.");
        }
        try (ProgressDisplay display = ProgressDisplay.start(output)) {
            Migrator migrator = factory.createMigrator(schema, createOptions().listener(display));
            MigrationResult outcome = upgrade(migrator, schema);
            MigrationOutput.print(output, schema, outcome);
        }
        return ExitCode.DONE.number();
    }

    private MigratorOptions createOptions() {
        MigratorOptions options = rebuildArguments.applyTo(factory.createOptions());
        return allowsDataLoss ? options.consent(Consent.DESTRUCTIVE) : options;
    }

    private int runFleet(SchemaDescriptor schema, Fleet unlimitedFleet) {
        if (!VersionArgument.isRelative(version)) {
            VersionArgument.resolve(version, schema);
        }
        FleetOutput fleetOutput = new FleetOutput(output, unlimitedFleet.names().size());
        Fleet fleet = limitFleet(unlimitedFleet).listener(fleetOutput);
        return fleetOutput.print(
                schema.name(),
                fleet.run(migrator -> version.equals("head") ? migrator.upgrade() : upgradeToVersion(migrator, schema)),
                outcome -> new FleetOutput.Description(
                        MigrationOutput.renderOutcome(schema, outcome),
                        MigrationOutput.toJson(schema, outcome),
                        ExitCode.DONE));
    }

    private MigrationResult upgradeToVersion(Migrator migrator, SchemaDescriptor schema) {
        return migrator.upgradeTo(VersionArgument.resolveTarget(
                version, () -> migrator.status().head().number(), schema));
    }

    /**
     * Returns the fleet with the canaries and the limit of failures that the options set.
     *
     * @throws CommandException if the limit is not positive, or if the fleet does not have the canaries
     */
    private Fleet limitFleet(Fleet unlimitedFleet) {
        Fleet fleet = unlimitedFleet;
        if (maxFailures != null) {
            if (maxFailures < 1) {
                throw CommandException.usage("--stop-after must be at least 1, but was " + maxFailures + ".");
            }
            fleet = fleet.stopAfter(maxFailures);
        }
        if (canary == null) {
            return fleet;
        }
        if (canary.matches("\\d{1,9}")) {
            int canaryCount = Integer.parseInt(canary);
            if (canaryCount > fleet.names().size()) {
                throw CommandException.usage(
                        "--canary " + canaryCount + " names more databases than the file of --each has: "
                                + fleet.names().size() + ".");
            }
            return fleet.canary(canaryCount);
        }
        String[] databaseNames = canary.split(",", -1);
        for (String databaseName : databaseNames) {
            if (!fleet.names().contains(databaseName)) {
                throw CommandException.usage("There is no database '" + databaseName + "' in the file of --each.");
            }
        }
        return fleet.canary(databaseNames);
    }

    private MigrationResult upgrade(Migrator migrator, SchemaDescriptor schema) {
        int number = VersionArgument.resolveTarget(
                version, () -> migrator.status().head().number(), schema);
        MigrationOutput.announceWaitOfUpgrade(output, migrator);
        return version.equals("head") ? migrator.upgrade() : migrator.upgradeTo(number);
    }
}
