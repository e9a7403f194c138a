package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Outcome;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.schema.SchemaDescriptor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn upgrade}. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description =
                "Runs the migrations that the database has not seen yet. After a failure, run it again: it continues.")
final class UpgradeCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "head",
            description = "Up to which migration: its number, its name, or +n for n of them. Default: all")
    private String version = "head";

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
            Migrator migrator = of.migrator(schema, drawing);
            Outcome outcome = upgraded(migrator, schema);
            OutcomeText.tell(output, schema, outcome);
        }
        return ExitCode.DONE.number();
    }

    private Outcome upgraded(Migrator migrator, SchemaDescriptor schema) {
        int number = VersionArgument.isRelative(version)
                ? VersionArgument.from(migrator.status().head().number(), version, schema)
                : VersionArgument.of(version, schema);
        MigratorFactory.tellOfOthers(migrator, output);
        return version.equals("head") ? migrator.upgrade() : migrator.upgradeTo(number);
    }
}
