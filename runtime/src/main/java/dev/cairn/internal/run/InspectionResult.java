package dev.cairn.internal.run;

import dev.cairn.sql.ast.AlterClause;
import java.util.List;

/**
 * What a look says of a step.
 *
 * @param differences in what the server is neither as before nor as after the step
 * @param needless the clauses of the step that there is nothing to do for, where the others have still to be done
 */
record InspectionResult(State state, List<String> differences, List<AlterClause> needless) {
    static final InspectionResult BEFORE = new InspectionResult(State.BEFORE, List.of());
    static final InspectionResult AFTER = new InspectionResult(State.AFTER, List.of());
    static final InspectionResult UNTOLD = new InspectionResult(State.UNTOLD, List.of());

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

    InspectionResult {
        differences = List.copyOf(differences);
        needless = List.copyOf(needless);
    }

    InspectionResult(State state, List<String> differences) {
        this(state, differences, List.of());
    }

    static InspectionResult before(List<AlterClause> needless) {
        return new InspectionResult(State.BEFORE, List.of(), needless);
    }

    boolean is(State other) {
        return state == other;
    }
}
