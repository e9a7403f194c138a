package dev.cairn.internal.run;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.rebuild.PartitionReplacement;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.TemporaryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rebuilds of a downgrade that need not run: the upgrade stopped before its swap, or before it replaced
 * partitions, so the objects that they would create still exist.
 */
final class NeedlessRebuildFinder {
    private final RunContext context;
    private final StepConnection connection;

    NeedlessRebuildFinder(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Returns all steps of these rebuilds, which create, fill, swap and drop the copy. */
    List<RunStep> findSteps(List<RunStep> steps) {
        List<RunStep> needlessSteps = new ArrayList<>();
        for (RunStep step : steps) {
            PartitionReplacement.findCompletedBy(step)
                    .filter(this::hasReplacementPartitions)
                    .ifPresent(replacement -> needlessSteps.addAll(replacement.selectOwnSteps(steps)));
            if (step instanceof StatementStep statementStep && statementStep.isSwap()) {
                findStagingName(statementStep)
                        .filter(stagingName -> isSwappedOnce(steps, stagingName) && isObjectInPlace(statementStep))
                        .ifPresent(stagingName -> {
                            needlessSteps.add(step);
                            steps.stream()
                                    .filter(otherStep -> stagingName.toString().equals(otherStep.subject()))
                                    .forEach(needlessSteps::add);
                        });
            }
        }
        return needlessSteps;
    }

    /** Returns whether the table already has the partitions that would replace others. */
    private boolean hasReplacementPartitions(PartitionReplacement replacement) {
        return new StepInspector(context)
                .inspect(connection, replacement.replacingStep())
                .hasState(InspectionResult.State.AFTER);
    }

    private static Optional<ObjectName> findStagingName(StatementStep swapStep) {
        return swapStep.simulatedStep().touchedParts().stream()
                .map(TouchedPart::object)
                .filter(name -> TemporaryName.findSentNumber(name.name()).isPresent())
                .findFirst();
    }

    /**
     * Returns whether a staging object is swapped only once. If it is swapped twice, the author of the migration
     * intended both swaps.
     */
    private static boolean isSwappedOnce(List<RunStep> steps, ObjectName stagingName) {
        return steps.stream()
                        .filter(step -> step instanceof StatementStep statementStep && statementStep.isSwap())
                        .filter(step -> findStagingName((StatementStep) step).equals(Optional.of(stagingName)))
                        .count()
                == 1;
    }

    private boolean isObjectInPlace(StatementStep swapStep) {
        return connection.runIdempotent(
                context::createBackoff,
                server -> new StepInspector(context).isResultInPlaceBeforeSwap(server, swapStep));
    }
}
