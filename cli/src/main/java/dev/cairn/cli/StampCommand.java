package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.schema.SchemaDescriptor;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn stamp 3}. */
@Command(
        name = "stamp",
        mixinStandardHelpOptions = true,
        description =
                "Marks migrations as done, up to one of them, without looking at the database: after they were run by"
                        + " hand.")
final class StampCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; base is before the first.")
    private String version = "";

    @Option(
            names = "--abandon",
            description = "Forget the migration under way, whose steps were finished or reverted by hand.")
    private boolean abandon;

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
        consenting.require("The ledger of " + schema.name() + " will say that the database is " + there
                + ", whatever it said before.");
        Migrator migrator = of.migrator(schema);
        if (abandon) {
            migrator.stampAbandoning(number);
        } else {
            migrator.stamp(number);
        }
        output.tell(
                Map.<String, Object>of("schema", schema.name(), "number", number),
                schema.name() + " is " + there + ".");
        return ExitCode.DONE.number();
    }
}
