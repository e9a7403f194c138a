package dev.cairn.internal.run.step.evidence;

import dev.cairn.sql.ast.AlterClause;
import java.util.List;

/**
 * The result of inspecting the objects of a step on the server.
 *
 * @param differences the parts that match neither the state before the step nor the state after it, or the reasons why
 *     the objects can't be inspected
 * @param completedClauses the clauses of the step that are done already, while the others are pending
 */
public record InspectionResult(State state, List<String> differences, List<AlterClause> completedClauses) {
    public static final InspectionResult BEFORE = new InspectionResult(State.BEFORE, List.of());
    public static final InspectionResult AFTER = new InspectionResult(State.AFTER, List.of());
    public static final InspectionResult INCONCLUSIVE = new InspectionResult(State.INCONCLUSIVE, List.of());

    public enum State {
        /** The objects match the state before the step, except for completed clauses. */
        BEFORE,
        /** The objects match the state after the step. */
        AFTER,
        /** The states before and after the step look the same, or can't be distinguished at present. */
        INCONCLUSIVE,
        /** The objects match neither state. */
        UNEXPECTED
    }

    public InspectionResult {
        differences = List.copyOf(differences);
        completedClauses = List.copyOf(completedClauses);
    }

    public InspectionResult(State state, List<String> differences) {
        this(state, differences, List.of());
    }

    /** Returns the result for a step that is done only in part. */
    public static InspectionResult ofPartlyDone(List<? extends AlterClause> completedClauses) {
        return new InspectionResult(State.BEFORE, List.of(), List.copyOf(completedClauses));
    }

    public boolean hasState(State expectedState) {
        return state == expectedState;
    }
}
