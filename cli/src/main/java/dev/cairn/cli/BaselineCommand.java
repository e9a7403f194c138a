package dev.cairn.cli;

import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn baseline}. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description =
                "Begins the ledger of an existing database that has what the migrations would have made. Compares it"
                        + " first; if anything differs, nothing is changed.")
final class BaselineCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "head",
            description = "Up to which migration the database has it, by number or name. Default: the last one")
    private String version = "head";

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final ConfirmationOptions consenting = new ConfirmationOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        int number = VersionArgument.of(version, schema);
        String there = MigrationText.of(number, schema.migrations());
        consenting.require("A ledger of " + schema.name() + " will begin, and say that the database is " + there + ".");
        of.migrator(schema).baseline(number);
        output.tell(
                Map.<String, Object>of("schema", schema.name(), "number", number),
                schema.name() + " is " + there + ".");
        return ExitCode.DONE.number();
    }
}
