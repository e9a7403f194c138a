package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.report.XmlElement;

/**
 * Findings as results of tests in the form of JUnit: a suite with a test for each finding. Those that fail the command are failures, and
 * accepted ones are skipped.
 */
record JunitReport(LocatedReport report) {
    String text() {
        XmlElement suite = new XmlElement("testsuite")
                .with("name", report.schema().isEmpty() ? "cairn lint" : "cairn lint " + report.schema())
                .with(
                        "tests",
                        Math.max(1, report.findings().size() + report.accepted().size()))
                .with(
                        "failures",
                        report.findings().stream().filter(report::fails).count())
                .with("errors", 0)
                .with("skipped", report.accepted().size());
        for (LocatedFinding placed : report.findings()) {
            suite.add(test(placed).add(result(placed)));
        }
        for (LocatedFinding placed : report.accepted()) {
            String message = placed.reason().isEmpty() ? "accepted" : "accepted: " + placed.reason();
            suite.add(test(placed).add(new XmlElement("skipped").with("message", message)));
        }
        if (report.findings().isEmpty() && report.accepted().isEmpty()) {
            suite.add(new XmlElement("testcase").with("classname", "cairn.lint").with("name", "no findings"));
        }
        return new XmlElement("testsuites").add(suite).document();
    }

    private XmlElement test(LocatedFinding placed) {
        XmlElement test = new XmlElement("testcase")
                .with("classname", "cairn.lint." + placed.code())
                .with("name", placed.finding().subject().name());
        placed.location()
                .ifPresent(place ->
                        test.with("file", place.relativeTo(report.repository())).with("line", place.line()));
        return test;
    }

    private XmlElement result(LocatedFinding placed) {
        XmlElement result = report.fails(placed)
                ? new XmlElement("failure")
                        .with("type", placed.severity())
                        .with("message", placed.finding().message())
                : new XmlElement("system-out");
        return result.text(TextReport.text(placed));
    }
}
