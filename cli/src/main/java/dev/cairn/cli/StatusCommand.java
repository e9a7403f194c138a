package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.Status;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.cli.output.ProgressJson;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * The command {@code cairn status}: prints the position of one or several databases, their open steps and the pending
 * migrations. It reads the ledger without acquiring it, so it also works during a run.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows which migration the database is at, and which are pending.")
final class StatusCommand extends MigratorCommand.ReportingCommand {
    @Override
    int runFleet(SchemaDescriptor schema, Fleet fleet) {
        return printFleetResult("Status", schema, fleet, fleet.status(), status -> summarize(status, schema));
    }

    @Override
    int runSingle(SchemaDescriptor schema) {
        Status status = factory.createMigrator(schema).status();
        output.print(toJson(status), render(status, schema));
        reportOptions.write(() -> createReport(status, schema));
        return ExitCode.DONE.number();
    }

    private static ReportDocument createReport(Status status, SchemaDescriptor schema) {
        ReportDocument document = new ReportDocument("Status of " + status.schema());
        document.addParagraph(describeSchemaPosition(status, schema.migrations()) + ".");
        addPendingChanges(status, schema, document);
        return document;
    }

    private static FleetOutput.Description summarize(Status status, SchemaDescriptor schema) {
        List<String> sentences = new ArrayList<>(List.of(describeSchemaPosition(status, schema.migrations()) + "."));
        sentences.addAll(describeProgress(status));
        findOwnerNote(status).ifPresent(sentences::add);
        return new FleetOutput.Description(String.join(" ", sentences), toJson(status), ExitCode.DONE);
    }

    /** Returns a note about a ledger that is held although no migration is in progress. */
    private static Optional<String> findOwnerNote(Status status) {
        return status.owner()
                .filter(owner -> status.migrationInProgress().isEmpty())
                .map(owner -> "The migrator " + owner + " holds the ledger.");
    }

    /** Adds the changes that are pending, in progress or not recorded to a report. */
    static void addPendingChanges(Status status, SchemaDescriptor schema, ReportDocument document) {
        document.addItems(describeProgress(status));
        MigrationFormatter.describeUnrecordedChanges(schema).ifPresent(document::addParagraph);
        if (!status.repeatables().isEmpty()) {
            document.addHeading("To be repeated");
            document.addItems(status.repeatables().stream()
                    .map(MigrationFormatter::formatMigration)
                    .toList());
        }
        if (!status.pending().isEmpty()) {
            document.addHeading("Pending migrations");
            document.addTable(
                    List.of("Number", "Name", "Title", "Hash"),
                    status.pending().stream()
                            .map(migration -> List.of(
                                    String.valueOf(migration.number()),
                                    migration.name(),
                                    migration.title(),
                                    migration.hash()))
                            .toList());
        }
    }

    private static String describeSchemaPosition(Status status, List<RecordedMigration> knownMigrations) {
        return status.schema() + " is " + describeHead(status, knownMigrations) + ": " + describeDatabaseState(status);
    }

    /**
     * Describes the migration that the database is at, by its name if the application has the migration. In a database
     * with the history of another application, a number does not stand for a migration of this one.
     */
    static String describeHead(Status status, List<RecordedMigration> knownMigrations) {
        return MigrationFormatter.formatPosition(
                status.head().number(),
                status.databaseState() == Status.DatabaseState.FOREIGN ? List.of() : knownMigrations);
    }

    static String render(Status status, SchemaDescriptor schema) {
        List<RecordedMigration> knownMigrations = schema.migrations();
        List<String> lines = new ArrayList<>();
        lines.add(
                status.pending().isEmpty()
                        ? describeSchemaPosition(status, knownMigrations) + "."
                        : describeSchemaPosition(status, knownMigrations) + ":");
        status.pending().forEach(migration -> lines.add("  " + MigrationFormatter.formatMigration(migration)));
        if (!status.repeatables().isEmpty()) {
            lines.add("To be repeated:");
            status.repeatables().forEach(migration -> lines.add("  " + migration.name()));
        }
        lines.addAll(describeProgress(status));
        findOwnerNote(status).ifPresent(lines::add);
        MigrationFormatter.describeUnrecordedChanges(schema).ifPresent(lines::add);
        return String.join("\n", lines);
    }

    /** Describes what is unfinished, each on a line: a migration with its steps and copies, a script, and hooks. */
    static List<String> describeProgress(Status status) {
        List<String> lines = new ArrayList<>();
        status.migrationInProgress()
                .ifPresent(run -> lines.add("Migration " + run.number()
                        + (run.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                        + status.owner()
                                .map(owner -> "; the migrator " + owner + " holds the ledger.")
                                .orElse(", and no migrator runs it: "
                                        + (status.isMigratedByNewerVersion()
                                                ? "only the release that began it continues it."
                                                : "the next upgrade or downgrade continues it."))));
        if (!status.finished().isEmpty()) {
            lines.add("Steps done: " + status.finished());
        }
        if (!status.unfinished().isEmpty()) {
            lines.add("Steps begun and not finished: " + status.unfinished());
        }
        status.copies().forEach(copy -> lines.add(describeCopy(copy)));
        status.unfinishedScript()
                .ifPresent(script -> lines.add(
                        "The script " + script + " has not ended: cairn run-sql " + script + " continues it."));
        if (status.isHookDue()) {
            lines.add("The hooks after the last upgrade have not run to their end: the next upgrade of the application"
                    + " calls them.");
        }
        return lines;
    }

    private static String describeCopy(Status.Copy copy) {
        String extent = copy.done().of(copy.all());
        return "Step " + copy.step() + " copies " + copy.table() + (extent.isEmpty() ? "" : ": " + extent);
    }

    private static String describeDatabaseState(Status status) {
        return switch (status.databaseState()) {
            case CURRENT -> "nothing is pending";
            case BEHIND ->
                MigrationFormatter.formatMigrationCount(status.pending().size()) + " pending";
            case AHEAD -> "the database was migrated by a newer version of the application";
            case TOO_OLD -> "a checkpoint replaces this migration, so an older release has to upgrade it first";
            case FOREIGN ->
                status.editedMigration()
                        .map(migration -> migration.name()
                                + " ran with a different text; if it was edited after it had run, restore"
                                + " its text, and record the change as a new migration; otherwise deploy the application"
                                + " that upgraded the database last")
                        .orElse("the database has migrations that the application does not know; deploy the application"
                                + " that upgraded it last, or use that application to downgrade the database to the last"
                                + " common migration, which cairn upgrade names");
        };
    }

    private static JsonObject toJson(Status status) {
        JsonObject object = new JsonObject()
                .put("schema", status.schema())
                .put("standing", status.databaseState().name().toLowerCase(Locale.ROOT))
                .put("number", status.head().number())
                .put("hash", status.head().hash())
                .put("pending", MigrationFormatter.toJsonList(status.pending()))
                .put(
                        "underWay",
                        status.migrationInProgress().map(run -> run.number()).orElse(null))
                .put("unfinished", status.unfinished())
                .put("held", status.isHeld())
                .put("unrecorded", status.hasUnrecordedChanges());
        status.owner().ifPresent(owner -> object.put("owner", owner));
        status.unfinishedScript().ifPresent(script -> object.put("script", script));
        if (status.isHookDue()) {
            object.put("hookDue", true);
        }
        status.editedMigration().ifPresent(migration -> object.put("edited", migration.name()));
        if (!status.repeatables().isEmpty()) {
            object.put("repeatables", MigrationFormatter.toJsonList(status.repeatables()));
        }
        if (!status.copies().isEmpty()) {
            object.put(
                    "copies",
                    status.copies().stream()
                            .map(copy -> new JsonObject()
                                    .put("step", copy.step())
                                    .put("table", copy.table())
                                    .put("done", ProgressJson.toJson(copy.done()))
                                    .put("all", ProgressJson.toJson(copy.all())))
                            .toList());
        }
        return object;
    }
}
