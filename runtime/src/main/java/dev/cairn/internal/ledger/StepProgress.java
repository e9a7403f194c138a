package dev.cairn.internal.ledger;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The progress of the steps of a migration, which are counted from 1. The constructor drops the hashes of steps that
 * have not begun, and the evidence of steps that are not open.
 *
 * @param completedSteps the completed steps of the run
 * @param openSteps the steps that were started and whose completion is not recorded
 * @param hashByStep the hashes of the texts of the started and completed steps
 *     ({@link dev.cairn.migration.MigrationHash#ofStep}), by step number; steps started by an older Cairn have none
 * @param evidenceByStep notes that show whether the statements of open steps ran, taken before they were sent, by step
 *     number; only for statements whose execution the server does not record
 */
record StepProgress(
        SortedSet<Integer> completedSteps,
        SortedSet<Integer> openSteps,
        SortedMap<Integer, String> hashByStep,
        SortedMap<Integer, String> evidenceByStep) {
    private static final SortedSet<Integer> NO_STEPS = Collections.emptySortedSet();
    private static final SortedMap<Integer, String> NO_VALUES = Collections.emptySortedMap();

    static final StepProgress NONE = new StepProgress(NO_STEPS, NO_STEPS, NO_VALUES, NO_VALUES);

    StepProgress {
        completedSteps = copySteps(completedSteps);
        openSteps = copySteps(openSteps);
        hashByStep = retainSteps(hashByStep, union(completedSteps, openSteps));
        evidenceByStep = retainSteps(evidenceByStep, openSteps);
    }

    private static SortedSet<Integer> copySteps(SortedSet<Integer> steps) {
        return steps.isEmpty() ? NO_STEPS : Collections.unmodifiableSortedSet(new TreeSet<>(steps));
    }

    private static SortedMap<Integer, String> retainSteps(
            SortedMap<Integer, String> valueByStep, SortedSet<Integer> steps) {
        if (valueByStep.isEmpty() || steps.isEmpty()) {
            return NO_VALUES;
        }
        SortedMap<Integer, String> retainedValueByStep = new TreeMap<>(valueByStep);
        retainedValueByStep.keySet().retainAll(steps);
        return Collections.unmodifiableSortedMap(retainedValueByStep);
    }

    /** Returns the steps that were started, whether they are completed or not. */
    SortedSet<Integer> startedSteps() {
        return union(completedSteps, openSteps);
    }

    StepProgress withHashes(SortedMap<Integer, String> newHashByStep) {
        return new StepProgress(completedSteps, openSteps, newHashByStep, evidenceByStep);
    }

    StepProgress withStartedStep(int stepNumber, String newEvidence) {
        SortedMap<Integer, String> newEvidenceByStep = new TreeMap<>(evidenceByStep);
        if (newEvidence.isEmpty()) {
            newEvidenceByStep.remove(stepNumber);
        } else {
            newEvidenceByStep.put(stepNumber, newEvidence);
        }
        return new StepProgress(completedSteps, withStep(openSteps, stepNumber), hashByStep, newEvidenceByStep);
    }

    StepProgress withCompletedStep(int stepNumber) {
        return new StepProgress(
                withStep(completedSteps, stepNumber), withoutStep(openSteps, stepNumber), hashByStep, evidenceByStep);
    }

    StepProgress withResetStep(int stepNumber) {
        return new StepProgress(
                withoutStep(completedSteps, stepNumber),
                withoutStep(openSteps, stepNumber),
                hashByStep,
                evidenceByStep);
    }

    /** Returns whether the same steps are completed and open, whatever their hashes and evidence. */
    boolean hasSameSteps(StepProgress otherProgress) {
        return completedSteps.equals(otherProgress.completedSteps) && openSteps.equals(otherProgress.openSteps);
    }

    /** Returns whether this progress contains the steps of a recorded one. */
    boolean includes(StepProgress recordedProgress) {
        return completedSteps.containsAll(recordedProgress.completedSteps)
                && startedSteps().containsAll(recordedProgress.openSteps);
    }

    private static SortedSet<Integer> withStep(SortedSet<Integer> steps, int stepNumber) {
        SortedSet<Integer> newSteps = new TreeSet<>(steps);
        newSteps.add(stepNumber);
        return newSteps;
    }

    private static SortedSet<Integer> withoutStep(SortedSet<Integer> steps, int stepNumber) {
        SortedSet<Integer> remainingSteps = new TreeSet<>(steps);
        remainingSteps.remove(stepNumber);
        return remainingSteps;
    }

    private static SortedSet<Integer> union(SortedSet<Integer> firstSteps, SortedSet<Integer> secondSteps) {
        if (firstSteps.isEmpty() || secondSteps.isEmpty()) {
            return firstSteps.isEmpty() ? secondSteps : firstSteps;
        }
        SortedSet<Integer> allSteps = new TreeSet<>(firstSteps);
        allSteps.addAll(secondSteps);
        return allSteps;
    }
}
