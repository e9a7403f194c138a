package dev.cairn.tooling.lint.format;

import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.report.XmlElement;

/**
 * Findings as test results in the format of JUnit: a suite with a test for each finding. Findings that fail the command
 * are failures, and accepted findings are skipped. Without any finding, the suite has one successful test.
 */
record JunitReport(LocatedReport report) {
    String render() {
        XmlElement suiteElement = new XmlElement("testsuite")
                .setAttribute(
                        "name", report.schemaName().isEmpty() ? "cairn lint" : "cairn lint " + report.schemaName())
                .setAttribute(
                        "tests",
                        Math.max(
                                1,
                                report.findings().size()
                                        + report.acceptedFindings().size()))
                .setAttribute(
                        "failures",
                        report.findings().stream().filter(report::isFailure).count())
                .setAttribute("errors", 0)
                .setAttribute("skipped", report.acceptedFindings().size());
        for (LocatedFinding locatedFinding : report.findings()) {
            suiteElement.addElement(createTest(locatedFinding).addElement(createResult(locatedFinding)));
        }
        for (LocatedFinding locatedFinding : report.acceptedFindings()) {
            String message = locatedFinding.reason().isEmpty() ? "accepted" : "accepted: " + locatedFinding.reason();
            suiteElement.addElement(
                    createTest(locatedFinding).addElement(new XmlElement("skipped").setAttribute("message", message)));
        }
        if (report.findings().isEmpty() && report.acceptedFindings().isEmpty()) {
            suiteElement.addElement(new XmlElement("testcase")
                    .setAttribute("classname", "cairn.lint")
                    .setAttribute("name", "no findings"));
        }
        return new XmlElement("testsuites").addElement(suiteElement).toDocument();
    }

    private XmlElement createTest(LocatedFinding locatedFinding) {
        XmlElement testElement = new XmlElement("testcase")
                .setAttribute("classname", "cairn.lint." + locatedFinding.code())
                .setAttribute("name", locatedFinding.finding().subject().name());
        locatedFinding
                .location()
                .ifPresent(location -> testElement
                        .setAttribute("file", location.formatRelativeTo(report.repositoryRoot()))
                        .setAttribute("line", location.line()));
        return testElement;
    }

    private XmlElement createResult(LocatedFinding locatedFinding) {
        XmlElement resultElement = report.isFailure(locatedFinding)
                ? new XmlElement("failure")
                        .setAttribute("type", locatedFinding.severityWord())
                        .setAttribute("message", locatedFinding.finding().message())
                : new XmlElement("system-out");
        return resultElement.setText(TextReport.renderFinding(locatedFinding));
    }
}
