package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import java.util.Comparator;

/** A reader that the server refuses, and the lint rule that reports it. */
record BrokenReader(LintRule rule, ObjectName name) implements Comparable<BrokenReader> {
    private static final Comparator<BrokenReader> ORDER =
            Comparator.comparing(BrokenReader::rule).thenComparing(BrokenReader::name);

    @Override
    public int compareTo(BrokenReader other) {
        return ORDER.compare(this, other);
    }
}
