package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.History;
import dev.cairn.Migrator;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.cli.output.TextTable;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.ProgressPrinter;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine.Command;

/**
 * The command {@code cairn history}: prints the migrations that the ledger records as done, with their times and users.
 */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the migrations of the database, with the time and the user of each run.")
final class HistoryCommand extends MigratorCommand.ReportingCommand {
    private static final String MISSING_ROWS_REMARK = "Rows may be missing: the next migration writes them again.";

    private static final DateTimeFormatter LOCAL_TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    int runFleet(SchemaDescriptor schema, Fleet fleet) {
        return printFleetResult(
                "Migrations",
                schema,
                fleet,
                fleet.read(HistoryCommand::readHistory),
                history -> summarizeHistory(history, schema.migrations()));
    }

    @Override
    int runSingle(SchemaDescriptor schema) {
        History history = readHistory(factory.createMigrator(schema));
        if (history.rows().isEmpty() && history.isComplete()) {
            output.printText("The ledger records no migration of " + schema.name() + " in this database.");
        }
        history.rows().forEach(row -> output.printObject(toJson(row)));
        if (!history.rows().isEmpty()) {
            TextTable wholeTable = createTable(history, schema.migrations(), MigrationFormatter::formatMigration);
            boolean isTooWide = output.printsToTerminal() && wholeTable.width() > output.width();
            output.printTable(
                    isTooWide ? createTable(history, schema.migrations(), RecordedMigration::name) : wholeTable);
        }
        reportOptions.write(() -> createReport(schema.name(), history));
        if (!history.isComplete()) {
            output.printRemark(MISSING_ROWS_REMARK);
        }
        return ExitCode.DONE.number();
    }

    /** Returns the history. If it is empty, it also reads the status, because this fails if the ledger was lost. */
    private static History readHistory(Migrator migrator) {
        History history = migrator.history();
        if (history.rows().isEmpty() && history.isComplete()) {
            migrator.status();
        }
        return history;
    }

    private static FleetOutput.Description summarizeHistory(History history, List<RecordedMigration> knownMigrations) {
        List<History.Row> rows = history.rows();
        String summary = MigrationFormatter.formatMigrationCount(rows.size());
        if (!rows.isEmpty()) {
            History.Row lastRow = rows.get(rows.size() - 1);
            summary += ", " + describeMigration(lastRow, knownMigrations, RecordedMigration::name) + " last, "
                    + formatLocalTime(lastRow) + (lastRow.appliedBy().isEmpty() ? "" : " by " + lastRow.appliedBy());
        }
        return new FleetOutput.Description(
                summary + (history.isComplete() ? "" : ". " + MISSING_ROWS_REMARK),
                new JsonObject()
                        .put(
                                "migrations",
                                rows.stream().map(HistoryCommand::toJson).toList()),
                ExitCode.DONE);
    }

    private static ReportDocument createReport(String schema, History history) {
        ReportDocument document = new ReportDocument("Migrations of " + schema);
        document.addParagraph(
                MigrationFormatter.formatMigrationCount(history.rows().size()) + " ran in this database."
                        + (history.isComplete() ? "" : " " + MISSING_ROWS_REMARK));
        document.addTable(
                List.of("Number", "Title", "Time", "User", "Duration", "Hash"),
                history.rows().stream()
                        .map(row -> List.of(
                                row.number() == 0 ? "" : String.valueOf(row.number()),
                                row.title(),
                                formatTime(row),
                                row.appliedBy(),
                                ProgressPrinter.formatDuration(Duration.ofMillis(row.milliseconds())),
                                row.hash()))
                        .toList());
        return document;
    }

    private static String formatTime(History.Row row) {
        return row.appliedAt() == null
                ? "time unknown"
                : row.appliedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Returns a table of the rows, with local times.
     *
     * @param describer returns the text for a migration; a shorter one makes the table narrower
     */
    private static TextTable createTable(
            History history, List<RecordedMigration> knownMigrations, Function<RecordedMigration, String> describer) {
        TextTable table = new TextTable(List.of("MIGRATION", "TIME", "TOOK", "USER"));
        table.alignRight(2);
        for (History.Row row : history.rows()) {
            table.addRow(
                    describeMigration(row, knownMigrations, describer),
                    formatLocalTime(row),
                    ProgressPrinter.formatDuration(Duration.ofMillis(row.milliseconds())),
                    row.appliedBy());
        }
        return table;
    }

    private static String formatLocalTime(History.Row row) {
        return row.appliedAt() == null ? "unknown" : LOCAL_TIME_FORMAT.format(row.appliedAt());
    }

    /**
     * Describes the migration of a row: with the describer if the application has the migration that ran, otherwise by
     * the number and the title that the ledger has recorded.
     */
    private static String describeMigration(
            History.Row row, List<RecordedMigration> knownMigrations, Function<RecordedMigration, String> describer) {
        if (row.number() == 0) {
            return row.title() + " (repeatable)";
        }
        return MigrationFormatter.findMigration(row.number(), knownMigrations)
                .filter(migration -> migration.hash().equals(row.hash()))
                // A checkpoint has the hash of the last migration that it replaces, which ran in older databases.
                .filter(migration ->
                        !migration.isCheckpoint() || migration.title().equals(row.title()))
                .map(describer)
                .orElse(row.number() + " (" + row.title() + ")");
    }

    private static JsonObject toJson(History.Row row) {
        return new JsonObject()
                .put("number", row.number())
                .put("title", row.title())
                .put("hash", row.hash())
                .put("at", row.appliedAt() == null ? null : Objects.toString(row.appliedAt()))
                .put("by", row.appliedBy())
                .put("milliseconds", row.milliseconds());
    }
}
