package dev.cairn.cli;

import dev.cairn.History;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.ProgressPrinter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code cairn history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lists the migrations of the database, with the time and the user of each run.")
final class HistoryCommand extends MigratorCommand.Reporting {
    @Override
    int run(SchemaDescriptor schema) {
        History history = factory.migrator(schema).history();
        if (history.rows().isEmpty() && history.complete()) {
            output.text("No migration of " + schema.name() + " has run in this database.");
        }
        history.rows().forEach(row -> output.print(object(row), text(row)));
        report.write(() -> document(schema.name(), history));
        if (!history.complete()) {
            output.note("Rows may be missing: the next migration writes them again.");
        }
        return ExitCode.DONE.number();
    }

    private static ReportDocument document(String schema, History history) {
        ReportDocument document = new ReportDocument("Migrations of " + schema);
        document.paragraph(MigrationText.count(history.rows().size()) + " ran in this database."
                + (history.complete() ? "" : " Rows may be missing: the next migration writes them again."));
        document.table(
                List.of("Number", "Title", "Time", "User", "Duration", "Hash"),
                history.rows().stream()
                        .map(row -> List.of(
                                row.number() == 0 ? "" : String.valueOf(row.number()),
                                row.title(),
                                time(row),
                                row.by(),
                                ProgressPrinter.time(Duration.ofMillis(row.milliseconds())),
                                row.hash()))
                        .toList());
        return document;
    }

    private static String time(History.Row row) {
        return row.at() == null
                ? "time unknown"
                : row.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String text(History.Row row) {
        String by = row.by().isEmpty() ? "" : ", " + row.by();
        return (row.number() == 0 ? "repeatable" : row.number()) + " " + row.title() + " (" + time(row) + by + ", "
                + ProgressPrinter.time(Duration.ofMillis(row.milliseconds())) + ")";
    }

    private static JsonObject object(History.Row row) {
        return new JsonObject()
                .put("number", row.number())
                .put("title", row.title())
                .put("hash", row.hash())
                .put("at", row.at() == null ? null : Objects.toString(row.at()))
                .put("by", row.by())
                .put("milliseconds", row.milliseconds());
    }
}
