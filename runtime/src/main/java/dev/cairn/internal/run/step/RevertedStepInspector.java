package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;

/**
 * Inspects a step of a migration that is reverted before it was complete. The objects may have neither the state before
 * the step nor the state after it, because the other direction stopped before the step that this step reverts.
 */
final class RevertedStepInspector {
    private final RunContext context;
    private final StatementStep step;

    RevertedStepInspector(RunContext context, StatementStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Inspects objects that match neither the state before nor the state after the step; empty if no state of the
     * migration explains them.
     */
    Optional<InspectionResult> inspect(ServerConnection connection) {
        List<LiveState> liveStates = StepInspector.findTouchedDefinitionParts(step).keySet().stream()
                .map(name -> LiveState.read(connection, context, name, List.of(step)))
                .toList();
        // A staging object that is missing may have the name that an earlier owner of the ledger gave it.
        boolean hasLaterState = !StagingTakeover.hasObjects(context, connection, step)
                && new MigrationStates(context)
                        .streamLaterStates(step)
                        .anyMatch(catalog -> liveStates.stream().allMatch(liveState -> liveState.matches(catalog)));
        if (hasLaterState) {
            return Optional.of(InspectionResult.AFTER);
        }
        boolean replacesView =
                step.requireStatement() instanceof ViewStatement.CreateView create && create.replacesExistingView();
        if (replacesView && liveStates.stream().allMatch(LiveState::isAbsent)) {
            return Optional.of(InspectionResult.BEFORE);
        }
        return step.isSwap() ? inspectSwap(liveStates) : Optional.empty();
    }

    /**
     * Inspects a swap, which replaces an object with a complete copy, whichever state of the migration the object has.
     * The copy decides: it has the staging name before the swap, and the name of the object after it.
     */
    private Optional<InspectionResult> inspectSwap(List<LiveState> liveStates) {
        boolean isBefore = true;
        boolean isAfter = true;
        for (LiveState liveState : liveStates) {
            boolean isStaging = isStaging(liveState);
            isBefore &= isStaging ? liveState.matches(step.catalogBefore()) : hasOppositeState(liveState);
            isAfter &= isStaging || liveState.matches(step.catalogAfter());
        }
        if (isBefore == isAfter) {
            return Optional.empty();
        }
        return Optional.of(isBefore ? InspectionResult.BEFORE : InspectionResult.AFTER);
    }

    private static boolean isStaging(LiveState liveState) {
        return TemporaryName.findSentNumber(liveState.name().name()).isPresent();
    }

    /** Returns whether the object has a state of the migration's other direction. */
    private boolean hasOppositeState(LiveState liveState) {
        return new MigrationStates(context).streamOppositeStates().anyMatch(liveState::matches);
    }
}
