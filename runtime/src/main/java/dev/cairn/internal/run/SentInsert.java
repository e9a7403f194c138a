package dev.cairn.internal.run;

import dev.cairn.internal.run.prepare.RunLabel;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.sql.parse.InsertLabel;

/** An INSERT as it is sent: with a label, so that it is known whether it ran. */
final class SentInsert {
    private SentInsert() {}

    /** The label that it says; else one that no other step, and no other run of this one, has. */
    static String label(RunContext course, RunStep.OfStatement step, RunLabel run) {
        return InsertLabel.in(step.text())
                .orElseGet(() -> "cairn_" + course.schema() + "_"
                        + course.migration().number() + "_" + step.number() + "_" + run);
    }

    static String text(RunStep.OfStatement step, String label) {
        String text = step.text();
        return InsertLabel.in(text).isPresent() ? text : InsertLabel.added(text, label);
    }
}
