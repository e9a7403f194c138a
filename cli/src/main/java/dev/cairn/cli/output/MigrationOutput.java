package dev.cairn.cli.output;

import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.schema.SchemaDescriptor;

/** Prints what all commands that run migrations report: that they wait for the ledger, and the outcome of a run. */
public final class MigrationOutput {
    private MigrationOutput() {}

    /** Announces that an upgrade waits if another migrator holds the ledger. An upgrade without work does not wait. */
    public static void announceWaitOfUpgrade(CommandOutput output, Migrator migrator) {
        Status status = migrator.status();
        if (!status.isUsable() || !status.repeatables().isEmpty()) {
            announceWait(output, status);
        }
    }

    /** Announces that the command waits if another migrator holds the ledger. */
    public static void announceWait(CommandOutput output, Status status) {
        if (status.isHeld()) {
            output.printText("Another migrator holds the ledger. Waiting until it is done, or its lease of "
                    + DurationFormatter.format(MigratorOption.LEASE.defaultValue()) + " ends.");
        }
    }

    /** Reports the outcome of an upgrade or a downgrade. */
    public static void print(CommandOutput output, SchemaDescriptor schema, MigrationResult outcome) {
        output.print(toJson(schema, outcome), renderOutcome(schema, outcome) + ".");
    }

    public static JsonObject toJson(SchemaDescriptor schema, MigrationResult outcome) {
        JsonObject object = new JsonObject();
        object.put("event", "outcome");
        object.put("schema", schema.name());
        object.put("from", outcome.from());
        object.put("to", outcome.to());
        object.put("ran", MigrationFormatter.toJsonList(outcome.migrations()));
        return object;
    }

    /** Returns the outcome of an upgrade or a downgrade as a sentence without a full stop. */
    public static String renderOutcome(SchemaDescriptor schema, MigrationResult outcome) {
        String position = schema.name() + " is " + MigrationFormatter.formatPosition(outcome.to(), schema.migrations());
        return outcome.isEmpty()
                ? "Nothing to do: " + position
                : MigrationFormatter.formatMigrationCount(outcome.migrations().size()) + " done: " + position;
    }
}
