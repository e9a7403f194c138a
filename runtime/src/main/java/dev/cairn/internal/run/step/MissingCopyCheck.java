package dev.cairn.internal.run.step;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.TemporaryName;
import java.util.List;

/**
 * Requires, before a resumed run sends a statement, that the copies of earlier runs still exist. A copy that others have
 * dropped can't be filled or swapped, and the step that created it is recorded as done. The copies of a script, whose
 * names contain no number, are not checked: a script has no downgrade.
 */
public final class MissingCopyCheck {
    private final RunContext context;
    private final StepConnection connection;

    public MissingCopyCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Checks the copies that steps swap with other objects.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if a copy is missing
     */
    public void requireCopies(List<RunStep> remainingSteps) {
        RunStep.selectStatements(remainingSteps)
                .forEach(step -> context.findSwappedStagingName(step)
                        .filter(stagingName ->
                                TemporaryName.findSentNumber(stagingName.name()).isPresent())
                        .filter(stagingName -> !isCreatedBy(remainingSteps, stagingName))
                        .filter(stagingName -> isMissing(step))
                        .ifPresent(stagingName -> {
                            throw new StepErrors(context, step)
                                    .missingCopy(
                                            stagingName,
                                            context.preparedMigration().direction());
                        }));
    }

    private static boolean isCreatedBy(List<RunStep> steps, ObjectName stagingName) {
        return RunStep.selectStatements(steps)
                .anyMatch(step -> SchemaObject.find(step.catalogBefore(), stagingName)
                                .isEmpty()
                        && SchemaObject.find(step.catalogAfter(), stagingName).isPresent());
    }

    /** Returns whether a copy is missing that was not swapped yet: after the swap, it is no longer needed. */
    private boolean isMissing(StatementStep swapStep) {
        return connection.runIdempotent(
                context::createBackoff,
                server -> !StagingTakeover.hasObjects(context, server, swapStep)
                        && !new StepInspector(context).isResultInPlaceBeforeSwap(server, swapStep));
    }
}
