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
 * @param completedStepNumbers the completed steps of the run
 * @param openStepNumbers the steps that were started and whose completion is not recorded
 * @param hashByStepNumber the hashes of the texts of the started and completed steps
 *     ({@link dev.cairn.migration.MigrationHash#ofStep}), by step number; steps started by an older Cairn have none
 * @param evidenceByStepNumber notes that show whether the statements of open steps ran, taken before they were sent, by
 *     step number; only for statements whose execution the server does not record
 */
record StepProgress(
        SortedSet<Integer> completedStepNumbers,
        SortedSet<Integer> openStepNumbers,
        SortedMap<Integer, String> hashByStepNumber,
        SortedMap<Integer, String> evidenceByStepNumber) {
    private static final SortedSet<Integer> NO_STEPS = Collections.emptySortedSet();
    private static final SortedMap<Integer, String> NO_VALUES = Collections.emptySortedMap();

    static final StepProgress NONE = new StepProgress(NO_STEPS, NO_STEPS, NO_VALUES, NO_VALUES);

    StepProgress {
        completedStepNumbers = copySteps(completedStepNumbers);
        openStepNumbers = copySteps(openStepNumbers);
        hashByStepNumber = retainSteps(hashByStepNumber, union(completedStepNumbers, openStepNumbers));
        evidenceByStepNumber = retainSteps(evidenceByStepNumber, openStepNumbers);
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
    SortedSet<Integer> startedStepNumbers() {
        return union(completedStepNumbers, openStepNumbers);
    }

    StepProgress withHashes(SortedMap<Integer, String> newHashByStepNumber) {
        return new StepProgress(completedStepNumbers, openStepNumbers, newHashByStepNumber, evidenceByStepNumber);
    }

    StepProgress withStartedStep(int stepNumber, String newEvidence) {
        SortedMap<Integer, String> newEvidenceByStepNumber = new TreeMap<>(evidenceByStepNumber);
        if (newEvidence.isEmpty()) {
            newEvidenceByStepNumber.remove(stepNumber);
        } else {
            newEvidenceByStepNumber.put(stepNumber, newEvidence);
        }
        return new StepProgress(
                completedStepNumbers, withStep(openStepNumbers, stepNumber), hashByStepNumber, newEvidenceByStepNumber);
    }

    StepProgress withCompletedStep(int stepNumber) {
        return new StepProgress(
                withStep(completedStepNumbers, stepNumber),
                withoutStep(openStepNumbers, stepNumber),
                hashByStepNumber,
                evidenceByStepNumber);
    }

    StepProgress withResetStep(int stepNumber) {
        return new StepProgress(
                withoutStep(completedStepNumbers, stepNumber),
                withoutStep(openStepNumbers, stepNumber),
                hashByStepNumber,
                evidenceByStepNumber);
    }

    /** Returns whether the same steps are completed and open, whatever their hashes and evidence. */
    boolean hasSameSteps(StepProgress otherProgress) {
        return completedStepNumbers.equals(otherProgress.completedStepNumbers)
                && openStepNumbers.equals(otherProgress.openStepNumbers);
    }

    /** Returns whether this progress contains the steps of a recorded one. */
    boolean includes(StepProgress recordedProgress) {
        return completedStepNumbers.containsAll(recordedProgress.completedStepNumbers)
                && startedStepNumbers().containsAll(recordedProgress.openStepNumbers);
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
