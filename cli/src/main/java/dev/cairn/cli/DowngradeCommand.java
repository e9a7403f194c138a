package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.schema.SchemaDescriptor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn downgrade -1}. */
@Command(name = "downgrade", mixinStandardHelpOptions = true, description = "Reverts migrations, the last one first.")
final class DowngradeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "VERSION",
            description =
                    "The migration that shall be the last: its number, its name, -n to take n of them back, or base"
                            + " for all.")
    private String version = "";

    @Option(names = "--destructive", description = "Allow what destroys data.")
    private boolean destructive;

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
            Migrator migrator =
                    destructive ? of.migrator(schema, drawing, Consent.DESTRUCTIVE) : of.migrator(schema, drawing);
            int number = VersionArgument.isRelative(version)
                    ? VersionArgument.from(migrator.status().head().number(), version, schema)
                    : VersionArgument.of(version, schema);
            MigratorFactory.tellOfOthers(migrator, output);
            OutcomeText.tell(output, schema, migrator.downgradeTo(number));
        }
        return ExitCode.DONE.number();
    }
}
