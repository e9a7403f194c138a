package dev.cairn.cli;

import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn baseline}. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "Creates the ledger of an existing database that already contains the result of the migrations."
                + " Compares the database first; if anything differs, nothing is changed.")
final class BaselineCommand extends ConfirmedCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "head",
            description = "The migration that the database corresponds to, by number or name. Default: the last one")
    private String version = "head";

    @Override
    int run(SchemaDescriptor schema) {
        int number = VersionArgument.of(version, schema);
        String position = MigrationText.of(number, schema.migrations());
        confirmation.require("A ledger of " + schema.name() + " will be created, which records that the database is "
                + position + ".");
        factory.migrator(schema).baseline(number);
        tellPosition(output, schema, number, position);
        return ExitCode.DONE.number();
    }
}
