package dev.cairn.cli;

import dev.cairn.Status;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import picocli.CommandLine.Command;

/** The command {@code cairn current}: prints the position of a database in one line, for scripts. */
@Command(
        name = "current",
        mixinStandardHelpOptions = true,
        description =
                "Prints the number and the hash of the migration that the database is at; the number is 0 if no migration has run.")
final class CurrentCommand extends MigratorCommand {
    @Override
    int run(SchemaDescriptor schema) {
        Status.Position head = factory.createMigrator(schema).status().head();
        output.print(
                new JsonObject()
                        .put("schema", schema.name())
                        .put("number", head.number())
                        .put("hash", head.hash()),
                (head.number() + " " + head.hash()).strip());
        return ExitCode.DONE.number();
    }
}
