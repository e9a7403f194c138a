package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.Ending;
import dev.cairn.FleetResult.OfDatabase;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.output.JsonObject;
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

/** Prints the progress and the results of commands that work on several databases. */
final class FleetOutput implements Consumer<Fleet.Event> {
    /** The exit codes, the worst one first. */
    private static final List<ExitCode> WORST_FIRST = List.of(
            ExitCode.FAILED,
            ExitCode.WRONG_USAGE,
            ExitCode.OLDER_RELEASE_REQUIRED,
            ExitCode.CONSENT_NEEDED,
            ExitCode.LEDGER_HELD,
            ExitCode.PENDING,
            ExitCode.DONE);

    private final Output output;
    private final int databases;
    private int ended;

    /** @param databases the number of databases */
    FleetOutput(Output output, int databases) {
        this.output = output;
        this.databases = databases;
    }

    /** The description of a result: for the table, for JSON, and as an exit code. */
    record Description(String text, JsonObject object, ExitCode code) {}

    @Override
    public synchronized void accept(Fleet.Event event) {
        if (event instanceof Fleet.Event.InDatabase in) {
            output.printObject(
                    ProgressDrawing.addProgress(new JsonObject().put("database", in.database()), in.progress()));
            if (in.progress() instanceof Progress.Warning warning) {
                output.printText("warning: " + in.database() + ": " + warning.message());
            }
        } else if (event instanceof Fleet.Event.Ends ends) {
            ended++;
            output.printText(ends.database() + (ends.failure() == null ? " done in " : " failed after ")
                    + ProgressPrinter.time(ends.took()) + " (" + ended + "/" + databases + ")");
        }
    }

    /**
     * Prints a table of the results, and the failures to the error output.
     *
     * @param described describes the result of a database
     * @return the worst exit code of all databases
     */
    <T> int print(String schema, FleetResult<T> result, Function<T, Description> described) {
        TextTable table = new TextTable(List.of("DATABASE", "RESULT", "TIME", "DETAIL"));
        ExitCode worst = ExitCode.DONE;
        for (OfDatabase<T> each : result.databases()) {
            JsonObject object = new JsonObject()
                    .put("event", "database")
                    .put("database", each.database())
                    .put("result", describeEnding(each))
                    .put("milliseconds", each.took().toMillis());
            Description description = createDescription(each, object, described);
            output.printObject(object);
            table.addRow(each.database(), describeEnding(each), formatTime(each), description.text());
            worst = WORST_FIRST.indexOf(description.code()) < WORST_FIRST.indexOf(worst) ? description.code() : worst;
        }
        output.printObject(totalToJson(schema, result));
        output.printTable(table);
        output.printText(describeTotal(result));
        result.with(Ending.FAILED)
                .forEach(each -> output.printRemark(
                        each.database() + ": " + FailureHandler.text(Objects.requireNonNull(each.failure()))));
        return worst.number();
    }

    private static <T> Description createDescription(
            OfDatabase<T> each, JsonObject object, Function<T, Description> described) {
        return switch (each.ending()) {
            case DONE -> {
                Description description = described.apply(Objects.requireNonNull(each.value()));
                object.put("value", description.object());
                yield description;
            }
            case FAILED -> {
                Throwable failure = Objects.requireNonNull(each.failure());
                String message = String.valueOf(failure.getMessage());
                object.put("error", message);
                yield new Description(message.lines().findFirst().orElse(""), object, FailureHandler.codeOf(failure));
            }
            case SKIPPED -> {
                object.put("reason", each.reason());
                yield new Description(each.reason(), object, ExitCode.FAILED);
            }
        };
    }

    private static String describeEnding(OfDatabase<?> each) {
        return each.ending().name().toLowerCase(Locale.ROOT);
    }

    private static String formatTime(OfDatabase<?> each) {
        return each.ending() == Ending.SKIPPED ? "" : ProgressPrinter.time(each.took());
    }

    private static JsonObject totalToJson(String schema, FleetResult<?> result) {
        return new JsonObject()
                .put("event", "outcome")
                .put("schema", schema)
                .put("databases", result.databases().size())
                .put("done", result.with(Ending.DONE).size())
                .put("failed", result.with(Ending.FAILED).size())
                .put("skipped", result.with(Ending.SKIPPED).size());
    }

    private static String describeTotal(FleetResult<?> result) {
        return result.databases().size() + (result.databases().size() == 1 ? " database: " : " databases: ")
                + result.with(Ending.DONE).size() + " done, "
                + result.with(Ending.FAILED).size() + " failed, "
                + result.with(Ending.SKIPPED).size() + " skipped.";
    }

    /** Returns a report with the same table. */
    static <T> ReportDocument createReport(String title, FleetResult<T> result, Function<T, Description> described) {
        List<List<String>> rows = new ArrayList<>();
        for (OfDatabase<T> each : result.databases()) {
            rows.add(List.of(
                    each.database(),
                    describeEnding(each),
                    createDescription(each, new JsonObject(), described).text()));
        }
        ReportDocument document = new ReportDocument(title);
        document.paragraph(describeTotal(result));
        document.table(List.of("Database", "Result", "Detail"), rows);
        return document;
    }
}
