package dev.cairn.processor.finding;

import dev.cairn.finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the findings of one or more checks, in the order in which they are added. Equal findings are contained once.
 * Only {@code FindingPrinter} prints them.
 */
public final class Findings {
    private final Set<Finding> findings = new LinkedHashSet<>();

    /** Adds a finding; the arguments fill the text of its rule. */
    public void add(CompileRule rule, Place place, Object... arguments) {
        findings.add(Finding.of(rule, place, arguments));
    }

    /** Adds a finding with lines below the text, such as an excerpt of a query. */
    public void addWithExcerpt(String excerpt, CompileRule rule, Place place, Object... arguments) {
        findings.add(Finding.of(rule, place, arguments).withExcerpt(excerpt));
    }

    /** Adds a finding that was created elsewhere. */
    public void add(Finding finding) {
        findings.add(finding);
    }

    /** Returns whether there is any error. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.rule().severity() == Severity.ERROR);
    }

    /** Returns the findings in the order in which they were added, without duplicates. */
    public List<Finding> toList() {
        return new ArrayList<>(findings);
    }

    /** Adds the findings of another check. */
    public void addAll(Findings otherFindings) {
        findings.addAll(otherFindings.findings);
    }
}
