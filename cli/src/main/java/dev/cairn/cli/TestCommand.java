package dev.cairn.cli;

import dev.cairn.DataTestReport;
import dev.cairn.DataTestResult;
import dev.cairn.DataTests;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.TextTable;
import dev.cairn.cli.rows.JunitDataTestReport;
import dev.cairn.cli.rows.RowPrinter;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.option.OptionFormat.DurationFormat;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.project.TextFileWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn test}: runs the data tests of a schema on a server, and prints their results. Options
 * request some of the rows that fail, and a report for a CI server.
 */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the data tests that the records declare, for example with @Check. Exits with 3 if rows"
                + " fail a test, and with 1 if a test can't be run.")
final class TestCommand extends MigratorCommand {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Objects such as orders, and tests such as \"orders: amount >= 0\". Default: all tests.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rows", paramLabel = "N", description = "Show up to N failing rows of each test. Default: 0")
    private int maxRows;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "The number of tests that run at the same time. Default: 4")
    private int connectionCount = 4;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Read only the newest N partitions with rows of each partitioned table. Default: all")
    private int maxPartitions;

    @Option(
            names = "--query-timeout",
            paramLabel = "TIME",
            description = "The time after which the server stops a query, such as 30s or 2h. Default: 5m")
    private String timeout = "5m";

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results in JUnit's XML.")
    private @Nullable Path junitFile;

    @Override
    int run(SchemaDescriptor schema) {
        DataTestReport report = createDataTests(schema).run();
        report.results().forEach(result -> output.print(toJson(result), renderResult(result)));
        output.printText(describeSummary(report));
        if (junitFile != null) {
            TextFileWriter.write(junitFile, new JunitDataTestReport(report).toXml());
        }
        return chooseExitCode(report).number();
    }

    /**
     * Returns the selected data tests with the options for their run.
     *
     * @throws CommandException if a name selects no test, or if the value of an option is invalid
     */
    private DataTests createDataTests(SchemaDescriptor schema) {
        DataTests dataTests = factory.createMigrator(schema).dataTests();
        try {
            return dataTests
                    .select(names.toArray(String[]::new))
                    .connections(connectionCount)
                    .maxFailingRows(maxRows)
                    .newestPartitions(maxPartitions)
                    .timeout(parseTimeout());
        } catch (IllegalArgumentException failure) {
            throw CommandException.usage(failure.getMessage() + ".");
        }
    }

    private Duration parseTimeout() {
        DurationFormat durationFormat = DurationFormat.atLeast(Duration.ofSeconds(1));
        try {
            Duration parsedTimeout = durationFormat.parse(timeout);
            durationFormat.requireValid(parsedTimeout);
            return parsedTimeout;
        } catch (IllegalArgumentException failure) {
            throw CommandException.usage("--query-timeout " + failure.getMessage() + ".");
        }
    }

    /** Returns the exit code; failing rows take precedence over tests that could not be run. */
    private static ExitCode chooseExitCode(DataTestReport report) {
        if (!report.failures().isEmpty()) {
            return ExitCode.ACTION_REQUIRED;
        }
        return report.isPassed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String renderResult(DataTestResult result) {
        if (result.hasPassed()) {
            return "ok    " + result.test()
                    + (result.executedQuery().isSample()
                            ? " (" + result.describeSample().strip() + ")"
                            : "");
        }
        String failureText = "FAIL  " + result.test() + "\n      " + result.describeOutcome() + "\n      "
                + result.executedQuery().sql();
        if (result.failingRows().values().isEmpty()) {
            return failureText;
        }
        TextTable table = new TextTable(result.failingRows().columns());
        result.failingRows()
                .values()
                .forEach(row ->
                        table.addRow(row.stream().map(RowPrinter::formatValue).toArray(String[]::new)));
        return failureText + "\n" + table.render().indent(6).stripTrailing();
    }

    private static String describeSummary(DataTestReport report) {
        int testCount = report.results().size();
        int failedCount = testCount
                - (int) report.results().stream()
                        .filter(DataTestResult::hasPassed)
                        .count();
        if (testCount == 0) {
            return "The schema " + report.schema() + " declares no data tests.";
        }
        String testCountText = testCount == 1 ? "1 data test" : testCount + " data tests";
        return failedCount == 0 ? testCountText + ", none failed." : testCountText + ", " + failedCount + " failed.";
    }

    private static JsonObject toJson(DataTestResult result) {
        return new JsonObject()
                .put("object", result.test().object())
                .put("name", result.test().name())
                .put("kind", result.test().kind().name().toLowerCase(Locale.ROOT))
                .put("sql", result.executedQuery().sql())
                .put("partitions", result.executedQuery().partitions())
                .put("passed", result.hasPassed())
                .put("failing", result.failureCount())
                .put("error", result.error().orElse(null))
                .put("columns", result.failingRows().columns())
                .put("rows", result.failingRows().values())
                .put("seconds", result.duration().toMillis() / 1000.0);
    }
}
