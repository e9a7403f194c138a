package dev.cairn.processor.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the stages find. Whoever finds something adds it here; one place prints it. */
public final class Findings {
    private final Set<Finding> found = new LinkedHashSet<>();

    /** The arguments fill the code's text. */
    public void add(FindingCode code, Place place, Object... arguments) {
        found.add(new Finding(code, place, code.text(arguments)));
    }

    /** With lines below the text, such as an excerpt of a query. */
    public void addWith(String lines, FindingCode code, Place place, Object... arguments) {
        found.add(new Finding(code, place, code.text(arguments) + "\n" + lines));
    }

    /** One that was found before. */
    public void add(Finding finding) {
        found.add(finding);
    }

    /** Whether there is any error. */
    public boolean anyError() {
        return found.stream().anyMatch(finding -> finding.code().severity() == FindingCode.Severity.ERROR);
    }

    /** In the order in which they were found, each once. */
    public List<Finding> all() {
        return new ArrayList<>(found);
    }

    /** Takes over what another stage found. */
    public void addAll(Findings others) {
        found.addAll(others.found);
    }
}
