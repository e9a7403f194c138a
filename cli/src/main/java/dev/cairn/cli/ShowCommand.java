package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code cairn show 3}: prints one migration as it was recorded. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints one migration as it was recorded. Connects to no server.")
final class ShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; head is the last one.")
    private String version = "";

    @Mixin
    private final SchemaOptions schemaOptions = new SchemaOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        SchemaDescriptor schema = schemaOptions.requireSchema();
        RecordedMigration migration = schema.repeatableMigrations().stream()
                .filter(repeatable -> repeatable.name().equals(version))
                .findFirst()
                .orElseGet(() -> requireMigration(schema));
        JsonObject object = MigrationFormatter.toJson(migration);
        object.put("after", migration.parentHash());
        object.put("upgrade", RedactedSql.redactAll(migration.upgrade()));
        object.put("downgrade", RedactedSql.redactAll(migration.downgrade()));
        migration.irreversible().ifPresent(reason -> object.put("irreversible", reason));
        object.put("session", migration.session());
        output.printObject(object);
        output.printCode(render(migration));
        return ExitCode.DONE.number();
    }

    /**
     * Returns the migration of the argument, which is not a repeatable one.
     *
     * @throws CommandException if the schema has no such migration, or if the argument is the state before the first
     *     one
     */
    private RecordedMigration requireMigration(SchemaDescriptor schema) {
        int number = VersionArgument.resolve(version, schema);
        if (number == 0) {
            throw CommandException.usage("Nothing is recorded before the first migration.");
        }
        return MigrationFormatter.findMigration(number, schema.migrations()).orElseThrow();
    }

    private static String render(RecordedMigration migration) {
        List<String> lines = new ArrayList<>();
        lines.add("-- " + MigrationFormatter.formatMigration(migration));
        lines.add("-- " + migration.hash());
        if (!migration.parentHash().isEmpty()) {
            lines.add("-- after " + migration.parentHash());
        }
        migration.session().forEach((name, value) -> lines.add("-- session: " + name + "=" + value));
        lines.add(migration.isRepeatable() ? "-- repeatable" : "-- upgrade");
        RedactedSql.redactAll(migration.upgrade())
                .forEach(statement -> lines.add(MigrationFormatter.withSemicolon(statement)));
        if (migration.isRepeatable()) {
            return String.join("\n", lines);
        }
        lines.add("-- downgrade"
                + migration
                        .irreversible()
                        .map(reason -> ": irreversible, " + reason)
                        .orElse(""));
        RedactedSql.redactAll(migration.downgrade())
                .forEach(statement -> lines.add(MigrationFormatter.withSemicolon(statement)));
        return String.join("\n", lines);
    }
}
