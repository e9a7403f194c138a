package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.DatabaseResult;
import dev.cairn.FleetResult.ResultStatus;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.ProgressJson;
import dev.cairn.cli.output.TextTable;
import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.ProgressPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prints the progress and the results of a command that works on several databases. The exit code of the command is
 * that of the worst result. Threads that work on different databases may report events at the same time; the results
 * are printed after the last event, by one thread.
 */
final class FleetOutput implements Consumer<Fleet.Event> {
    /** All exit codes, the worst one first. */
    private static final List<ExitCode> EXIT_CODES_WORST_FIRST = List.of(
            ExitCode.FAILED,
            ExitCode.WRONG_USAGE,
            ExitCode.OLDER_RELEASE_REQUIRED,
            ExitCode.CONSENT_NEEDED,
            ExitCode.LEDGER_HELD,
            ExitCode.ACTION_REQUIRED,
            ExitCode.DONE);

    private final CommandOutput output;
    private final int databaseCount;
    private int endedCount;

    FleetOutput(CommandOutput output, int databaseCount) {
        this.output = output;
        this.databaseCount = databaseCount;
    }

    /**
     * The description of a result: for the table, for JSON, and as an exit code.
     *
     * @param object the value; empty for a database that failed or was skipped
     */
    record Description(String text, JsonObject object, ExitCode exitCode) {}

    @Override
    public synchronized void accept(Fleet.Event event) {
        if (event instanceof Fleet.Event.DatabaseProgress databaseEvent) {
            output.printObject(ProgressJson.addEvent(
                    new JsonObject().put("database", databaseEvent.database()), databaseEvent.progress()));
            if (databaseEvent.progress() instanceof Progress.Warning warning) {
                output.printText("warning: " + databaseEvent.database() + ": " + warning.message());
            }
        } else if (event instanceof Fleet.Event.DatabaseEnded endedEvent) {
            endedCount++;
            output.printText(endedEvent.database() + (endedEvent.failure() == null ? " done in " : " failed after ")
                    + ProgressPrinter.formatDuration(endedEvent.duration()) + " (" + endedCount + "/" + databaseCount
                    + ")");
        }
    }

    /**
     * Prints a table of the results, and the failures to the error output.
     *
     * @param describer describes the result of a database
     * @return the worst exit code of all databases
     */
    <T> int print(String schema, FleetResult<T> result, Function<T, Description> describer) {
        TextTable table = new TextTable(List.of("DATABASE", "RESULT", "TIME", "DETAIL"));
        ExitCode worstCode = ExitCode.DONE;
        for (DatabaseResult<T> databaseResult : result.databases()) {
            JsonObject object = new JsonObject()
                    .put("event", "database")
                    .put("database", databaseResult.database())
                    .put("result", formatStatus(databaseResult))
                    .put("milliseconds", databaseResult.duration().toMillis());
            Description description = describeResult(databaseResult, describer);
            addOutcome(object, databaseResult, description);
            output.printObject(object);
            table.addRow(
                    databaseResult.database(),
                    formatStatus(databaseResult),
                    formatTime(databaseResult),
                    description.text());
            worstCode =
                    EXIT_CODES_WORST_FIRST.indexOf(description.exitCode()) < EXIT_CODES_WORST_FIRST.indexOf(worstCode)
                            ? description.exitCode()
                            : worstCode;
        }
        output.printObject(totalToJson(schema, result));
        output.printTable(table);
        output.printText(describeTotal(result));
        result.withStatus(ResultStatus.FAILED)
                .forEach(databaseResult -> output.printRemark(databaseResult.database() + ": "
                        + FailureHandler.formatFailure(Objects.requireNonNull(databaseResult.failure()))));
        return worstCode.number();
    }

    /** Describes a result. A skipped database counts as failed. */
    private static <T> Description describeResult(
            DatabaseResult<T> databaseResult, Function<T, Description> describer) {
        return switch (databaseResult.status()) {
            case DONE -> describer.apply(Objects.requireNonNull(databaseResult.value()));
            case FAILED ->
                new Description(
                        formatError(databaseResult).lines().findFirst().orElse(""),
                        new JsonObject(),
                        FailureHandler.resolveExitCode(Objects.requireNonNull(databaseResult.failure())));
            case SKIPPED -> new Description(databaseResult.reason(), new JsonObject(), ExitCode.FAILED);
        };
    }

    private static String formatError(DatabaseResult<?> databaseResult) {
        return String.valueOf(Objects.requireNonNull(databaseResult.failure()).getMessage());
    }

    /** Adds the value, the error, or the reason why the database was skipped. */
    private static void addOutcome(JsonObject object, DatabaseResult<?> databaseResult, Description description) {
        switch (databaseResult.status()) {
            case DONE -> object.put("value", description.object());
            case FAILED -> object.put("error", formatError(databaseResult));
            case SKIPPED -> object.put("reason", databaseResult.reason());
        }
    }

    private static String formatStatus(DatabaseResult<?> databaseResult) {
        return databaseResult.status().name().toLowerCase(Locale.ROOT);
    }

    private static String formatTime(DatabaseResult<?> databaseResult) {
        return databaseResult.status() == ResultStatus.SKIPPED
                ? ""
                : ProgressPrinter.formatDuration(databaseResult.duration());
    }

    private static JsonObject totalToJson(String schema, FleetResult<?> result) {
        return new JsonObject()
                .put("event", "outcome")
                .put("schema", schema)
                .put("databases", result.databases().size())
                .put("done", result.withStatus(ResultStatus.DONE).size())
                .put("failed", result.withStatus(ResultStatus.FAILED).size())
                .put("skipped", result.withStatus(ResultStatus.SKIPPED).size());
    }

    private static String describeTotal(FleetResult<?> result) {
        return result.databases().size() + (result.databases().size() == 1 ? " database: " : " databases: ")
                + result.withStatus(ResultStatus.DONE).size() + " done, "
                + result.withStatus(ResultStatus.FAILED).size() + " failed, "
                + result.withStatus(ResultStatus.SKIPPED).size() + " skipped.";
    }

    /** Returns a report with the table that {@link #print} prints, except for the times. */
    static <T> ReportDocument createReport(String title, FleetResult<T> result, Function<T, Description> describer) {
        List<List<String>> rows = new ArrayList<>();
        for (DatabaseResult<T> databaseResult : result.databases()) {
            rows.add(List.of(
                    databaseResult.database(),
                    formatStatus(databaseResult),
                    describeResult(databaseResult, describer).text()));
        }
        ReportDocument document = new ReportDocument(title);
        document.addParagraph(describeTotal(result));
        document.addTable(List.of("Database", "Result", "Detail"), rows);
        return document;
    }
}
