package dev.cairn.internal.run;

import dev.cairn.sql.ast.AlterClause;
import java.util.List;

/**
 * What a look says of a step.
 *
 * @param differences in what the server is neither as before nor as after the step
 * @param needless the clauses of the step that there is nothing to do for, where the others have still to be done
 */
record Verdict(State state, List<String> differences, List<AlterClause> needless) {
    static final Verdict BEFORE = new Verdict(State.BEFORE, List.of());
    static final Verdict AFTER = new Verdict(State.AFTER, List.of());
    static final Verdict UNTOLD = new Verdict(State.UNTOLD, List.of());

    enum State {
        /** All is as before the step. */
        BEFORE,
        /** All is as after it. */
        AFTER,
        /** Before and after it look the same. */
        UNTOLD,
        /** Neither. */
        OTHER
    }

    Verdict {
        differences = List.copyOf(differences);
        needless = List.copyOf(needless);
    }

    Verdict(State state, List<String> differences) {
        this(state, differences, List.of());
    }

    static Verdict before(List<AlterClause> needless) {
        return new Verdict(State.BEFORE, List.of(), needless);
    }

    boolean is(State other) {
        return state == other;
    }
}
