package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Status;
import dev.cairn.Status.DatabaseState;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.MigrationOutput;
import dev.cairn.cli.output.ProgressDisplay;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.schema.SchemaDescriptor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn downgrade -1}: reverts migrations down to a version. Data may be destroyed only with
 * {@code --destructive}; without it, the migrator refuses a destructive downgrade before the first statement.
 */
@Command(name = "downgrade", mixinStandardHelpOptions = true, description = "Reverts migrations, the last one first.")
final class DowngradeCommand extends MigratorCommand {
    @Parameters(
            paramLabel = "VERSION",
            description =
                    "The migration to downgrade to: its number, its name, -n to revert n migrations, the first of which"
                            + " may have stopped half way, or base to revert all.")
    private String version = "";

    @Option(names = "--destructive", description = "Allow destructive changes.")
    private boolean allowsDataLoss;

    @Mixin
    private final MigratorArguments rebuildArguments = new MigratorArguments(OptionScope.REBUILDING);

    @Override
    int run(SchemaDescriptor schema) {
        try (ProgressDisplay display = ProgressDisplay.start(output)) {
            MigratorOptions options =
                    rebuildArguments.applyTo(factory.createOptions()).listener(display);
            Migrator migrator =
                    factory.createMigrator(schema, allowsDataLoss ? options.consent(Consent.DESTRUCTIVE) : options);
            int number = VersionArgument.resolveTarget(
                    version, () -> findLastBegunNumber(migrator.status(), schema), schema);
            MigrationOutput.announceWait(output, migrator.status());
            MigrationOutput.print(output, schema, migrator.downgradeTo(number));
        }
        return ExitCode.DONE.number();
    }

    /**
     * Returns the number of the last migration that has begun, because one that stopped half way is the first one to
     * revert. If this release does not have that migration, returns the last number of this release: the migrator then
     * says which release can downgrade the database.
     */
    private static int findLastBegunNumber(Status status, SchemaDescriptor schema) {
        if (status.databaseState() != DatabaseState.CURRENT && status.databaseState() != DatabaseState.BEHIND) {
            return schema.lastMigrationNumber();
        }
        int headNumber = status.head().number();
        return status.migrationInProgress()
                .map(migration -> Math.max(headNumber, migration.number()))
                .orElse(headNumber);
    }
}
