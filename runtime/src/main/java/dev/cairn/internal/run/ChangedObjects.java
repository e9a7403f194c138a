package dev.cairn.internal.run;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.RunStep.TransactionStep;
import dev.cairn.internal.run.preparation.StepFootprint;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects that an interrupted upgrade may have changed. The downgrade leaves the other objects of the migration as
 * they are: if the upgrade has not created an object, another client has created the object of this name.
 */
final class ChangedObjects {
    private final Set<ObjectName> changedNames;
    private final Set<ObjectName> upgradedNames;

    private ChangedObjects(Set<ObjectName> changedNames, Set<ObjectName> upgradedNames) {
        this.changedNames = changedNames;
        this.upgradedNames = upgradedNames;
    }

    /**
     * Determines the objects.
     *
     * @param upgradeSteps all steps of the upgrade, with each transaction as one step
     * @param startedStepNumbers the steps that may have been sent
     * @param downgradeSteps the steps of the downgrade
     */
    static ChangedObjects find(
            List<RunStep> upgradeSteps, Set<Integer> startedStepNumbers, List<RunStep> downgradeSteps) {
        Set<ObjectName> changedNames = new HashSet<>();
        for (RunStep step : upgradeSteps) {
            if (startedStepNumbers.contains(step.number())
                    || !Collections.disjoint(startedStepNumbers, step.recordedNumbers())) {
                changedNames.addAll(findObjectNames(step));
            }
        }
        // A rename, a swap or a transaction connects objects: what one of them needs, all of them need.
        List<Set<ObjectName>> connectedNames = Stream.of(upgradeSteps, downgradeSteps)
                .flatMap(Collection::stream)
                .map(ChangedObjects::findObjectNames)
                .toList();
        boolean isComplete = false;
        while (!isComplete) {
            isComplete = true;
            for (Set<ObjectName> names : connectedNames) {
                isComplete &= Collections.disjoint(names, changedNames) || !changedNames.addAll(names);
            }
        }
        return new ChangedObjects(
                changedNames,
                upgradeSteps.stream()
                        .flatMap(step -> findObjectNames(step).stream())
                        .collect(Collectors.toSet()));
    }

    /**
     * Returns whether a step may have something to revert: it belongs to an object that may have been changed, or it
     * can't be assigned to objects of the upgrade.
     */
    boolean mayConcern(RunStep step) {
        Set<ObjectName> names = findObjectNames(step);
        return names.isEmpty() || !upgradedNames.containsAll(names) || !Collections.disjoint(names, changedNames);
    }

    /** Returns the objects that a step changes; a staging or retired object counts as the object that it belongs to. */
    private static Set<ObjectName> findObjectNames(RunStep step) {
        Stream<? extends RunStep> singleSteps = step instanceof TransactionStep transactionStep
                ? transactionStep.statementSteps().stream()
                : Stream.of(step);
        return singleSteps
                .flatMap(singleStep -> StepFootprint.of(singleStep).changedObjects().stream())
                .map(name -> name.withName(TemporaryName.removeSuffix(name.name())))
                .collect(Collectors.toSet());
    }
}
