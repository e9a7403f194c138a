package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;

/**
 * A step of a migration that is reverted before it was complete. Its objects may have neither the state before the step
 * nor the one after it, because the other direction did not come as far as the step that this one reverts.
 */
final class RevertedStep {
    private final RunContext context;
    private final RunStep.StatementStep step;

    RevertedStep(RunContext context, RunStep.StatementStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Returns the state of objects that match neither side of the step; empty if no state of the migration explains
     * them.
     */
    Optional<InspectionResult> inspect(ServerConnection connection) {
        List<LiveState> liveStates = StepInspector.touchedParts(step).keySet().stream()
                .map(name -> LiveState.read(connection, context, name, List.of(step)))
                .toList();
        // A staging object that is missing may have the name that an earlier owner of the ledger gave it.
        boolean isPassed = !StagingTakeover.hasObjects(context, connection, step)
                && StepInspector.laterStates(context, step)
                        .anyMatch(state -> liveStates.stream().allMatch(live -> live.isAsIn(state)));
        if (isPassed) {
            return Optional.of(InspectionResult.AFTER);
        }
        boolean isReplacement =
                step.requireStatement() instanceof ViewStatement.CreateView create && create.isOrReplace();
        if (isReplacement && liveStates.stream().allMatch(LiveState::isAbsent)) {
            return Optional.of(InspectionResult.BEFORE);
        }
        return CompletionEvidence.isSwap(step) ? inspectSwap(liveStates) : Optional.empty();
    }

    /**
     * A swap puts a complete copy into the place of an object, whichever of the migration's states the object has. The
     * copy decides: it has the name of the staging object before the swap, and the name of the other one after it.
     */
    private Optional<InspectionResult> inspectSwap(List<LiveState> liveStates) {
        boolean isBefore = true;
        boolean isAfter = true;
        for (LiveState live : liveStates) {
            boolean isStaging = isStaging(live);
            isBefore &= isStaging ? live.isAsIn(step.before()) : isOnTheWay(live);
            isAfter &= isStaging || live.isAsIn(step.after());
        }
        if (isBefore == isAfter) {
            return Optional.empty();
        }
        return Optional.of(isBefore ? InspectionResult.BEFORE : InspectionResult.AFTER);
    }

    private static boolean isStaging(LiveState live) {
        return StagingName.parseNumber(live.name().name()).isPresent();
    }

    /** Returns whether the other direction of the migration leaves the object like this at one of its steps. */
    private boolean isOnTheWay(LiveState live) {
        return StepInspector.oppositeStates(context).anyMatch(live::isAsIn);
    }
}
