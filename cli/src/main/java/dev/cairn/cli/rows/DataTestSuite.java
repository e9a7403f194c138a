package dev.cairn.cli.rows;

import dev.cairn.DataTestReport;
import dev.cairn.DataTestResult;
import dev.cairn.tooling.report.XmlElement;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results of data tests in JUnit's XML, which the servers of builds show. Each object is a class of tests. */
public record DataTestSuite(DataTestReport report) {
    /** Returns the document, with a line break at its end. */
    public String xml() {
        XmlElement suite = new XmlElement("testsuite")
                .with("name", "data tests of " + report.schema())
                .with("tests", report.results().size())
                .with("failures", report.failures().size())
                .with("errors", report.errors().size())
                .with(
                        "time",
                        seconds(report.results().stream()
                                .map(DataTestResult::time)
                                .reduce(Duration.ZERO, Duration::plus)));
        report.results().forEach(result -> suite.add(element(result)));
        return suite.document() + "\n";
    }

    private XmlElement element(DataTestResult result) {
        XmlElement test = new XmlElement("testcase")
                .with("classname", report.schema() + "." + result.test().object())
                .with("name", result.test().name())
                .with("time", seconds(result.time()));
        if (!result.isPassed()) {
            String kind = result.error().isPresent() ? "error" : "failure";
            test.add(new XmlElement(kind).with("message", result.outcome()).text(details(result)));
        }
        return test;
    }

    private static String details(DataTestResult result) {
        String rows = result.rows().values().stream()
                .map(row -> "\n" + row.stream().map(DataTestSuite::display).collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
        return result.extent().sql()
                + (rows.isEmpty()
                        ? ""
                        : "\n\n" + String.join(", ", result.rows().columns()) + rows);
    }

    private static String display(@Nullable String value) {
        return Objects.requireNonNullElse(value, "NULL");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }
}
