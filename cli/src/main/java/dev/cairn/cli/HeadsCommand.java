package dev.cairn.cli;

import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code cairn heads}: prints the last migration of each compiled schema. A script can compare it with the
 * output of {@code cairn current}.
 */
@Command(
        name = "heads",
        mixinStandardHelpOptions = true,
        description = "Prints the last migration of each compiled schema. Connects to no server.")
final class HeadsCommand implements Callable<Integer> {
    @Mixin
    private final SchemaOptions schemaOptions = new SchemaOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        for (SchemaDescriptor schema : schemaOptions.requireSchemas()) {
            List<RecordedMigration> migrations = schema.migrations();
            JsonObject object = new JsonObject();
            object.put("schema", schema.name());
            object.put("unrecorded", schema.hasUnrecordedChanges());
            String headText = "no migration yet";
            if (!migrations.isEmpty()) {
                RecordedMigration lastMigration = migrations.get(migrations.size() - 1);
                object.put("head", MigrationFormatter.toJson(lastMigration));
                headText = lastMigration.name() + " " + lastMigration.hash();
            }
            output.print(
                    object,
                    schema.name() + ": " + headText
                            + MigrationFormatter.describeUnrecordedChanges(schema)
                                    .map(sentence -> ". " + sentence)
                                    .orElse(""));
        }
        return ExitCode.DONE.number();
    }
}
