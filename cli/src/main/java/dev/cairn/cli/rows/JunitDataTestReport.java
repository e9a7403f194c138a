package dev.cairn.cli.rows;

import dev.cairn.DataTestReport;
import dev.cairn.DataTestResult;
import dev.cairn.tooling.report.XmlElement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results of data tests in JUnit's XML, which CI servers show. Each object of the schema is a test class. */
public record JunitDataTestReport(DataTestReport report) {
    /** Returns the document, with a line break at its end. */
    public String toXml() {
        XmlElement suiteElement = new XmlElement("testsuite")
                .setAttribute("name", "data tests of " + report.schema())
                .setAttribute("tests", report.results().size())
                .setAttribute("failures", report.failures().size())
                .setAttribute("errors", report.errors().size())
                .setAttribute(
                        "time",
                        formatSeconds(report.results().stream()
                                .map(DataTestResult::duration)
                                .reduce(Duration.ZERO, Duration::plus)));
        report.results().forEach(result -> suiteElement.addElement(createElement(result)));
        return suiteElement.toDocument() + "\n";
    }

    private XmlElement createElement(DataTestResult result) {
        XmlElement testElement = new XmlElement("testcase")
                .setAttribute("classname", report.schema() + "." + result.test().object())
                .setAttribute("name", result.test().name())
                .setAttribute("time", formatSeconds(result.duration()));
        if (!result.hasPassed()) {
            String elementName = result.error().isPresent() ? "error" : "failure";
            testElement.addElement(new XmlElement(elementName)
                    .setAttribute("message", result.describeOutcome())
                    .setText(describeFailure(result)));
        }
        return testElement;
    }

    /** Returns the query of a test and, below it, the failing rows that were read, with their columns. */
    private static String describeFailure(DataTestResult result) {
        String rowLines = result.failingRows().values().stream()
                .map(row -> "\n" + row.stream().map(RowPrinter::formatValue).collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
        return result.executedQuery().sql()
                + (rowLines.isEmpty()
                        ? ""
                        : "\n\n" + String.join(", ", result.failingRows().columns()) + rowLines);
    }

    private static String formatSeconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
