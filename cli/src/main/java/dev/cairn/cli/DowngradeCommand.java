package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.schema.SchemaDescriptor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn downgrade -1}: reverts migrations down to a version. Data is destroyed only with {@code
 * --destructive}; the migrator refuses before the first statement without it.
 */
@Command(name = "downgrade", mixinStandardHelpOptions = true, description = "Reverts migrations, the last one first.")
final class DowngradeCommand extends MigratorCommand {
    @Parameters(
            paramLabel = "VERSION",
            description = "The migration to downgrade to: its number, its name, -n to revert n migrations, or base to"
                    + " revert all.")
    private String version = "";

    @Option(names = "--destructive", description = "Allow destructive changes.")
    private boolean allowsDataLoss;

    @Mixin
    private final MigratorArguments rebuildArguments = new MigratorArguments(OptionScope.REBUILDING);

    @Override
    int run(SchemaDescriptor schema) {
        try (ProgressDisplay drawing = ProgressDisplay.start(output)) {
            MigratorOptions options =
                    rebuildArguments.applyTo(factory.createOptions()).listener(drawing);
            Migrator migrator =
                    factory.createMigrator(schema, allowsDataLoss ? options.consent(Consent.DESTRUCTIVE) : options);
            MigrationOutput.print(
                    output,
                    schema,
                    migrator.downgradeTo(MigrationOutput.resolveTarget(version, migrator, schema, output)));
        }
        return ExitCode.DONE.number();
    }
}
