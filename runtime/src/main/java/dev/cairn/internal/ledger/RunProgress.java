package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The progress of the run of a migration, as the ledger records it. The constructor drops the hashes of steps that have
 * not begun, and the evidence of steps that are not open.
 *
 * @param unfinishedMigration empty if no migration is in progress
 * @param completedSteps the completed steps of the run, counted from 1
 * @param openSteps the steps that were started and whose completion is not recorded
 * @param hashByStep the hashes of the texts of the started and completed steps
 *     ({@link dev.cairn.migration.MigrationHash#ofStep}), by step number; steps started by an older Cairn have none
 * @param evidenceByStep notes that show whether the statements of open steps ran, taken before they were sent, by step
 *     number; only for statements whose execution the server does not record
 * @param unfinishedScript the name of the script that runs migrations of the schema in place of a migrator, and has not
 *     ended; empty if there is no such script
 */
record RunProgress(
        Optional<UnfinishedMigration> unfinishedMigration,
        SortedSet<Integer> completedSteps,
        SortedSet<Integer> openSteps,
        SortedMap<Integer, String> hashByStep,
        SortedMap<Integer, String> evidenceByStep,
        Optional<String> unfinishedScript) {
    private static final SortedSet<Integer> NO_STEPS = Collections.emptySortedSet();
    private static final SortedMap<Integer, String> NO_VALUES = Collections.emptySortedMap();

    static final RunProgress NONE =
            new RunProgress(Optional.empty(), NO_STEPS, NO_STEPS, NO_VALUES, NO_VALUES, Optional.empty());

    RunProgress {
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

    /** Returns the progress of a migration without started steps. */
    static RunProgress of(UnfinishedMigration startedMigration) {
        return new RunProgress(
                Optional.of(startedMigration), NO_STEPS, NO_STEPS, NO_VALUES, NO_VALUES, Optional.empty());
    }

    /** Returns the steps that were started, whether they are completed or not. */
    SortedSet<Integer> startedSteps() {
        return union(completedSteps, openSteps);
    }

    RunProgress withHashes(String hash, SortedMap<Integer, String> newHashByStep) {
        return new RunProgress(
                Optional.of(unfinishedMigration.orElseThrow().withHash(hash)),
                completedSteps,
                openSteps,
                newHashByStep,
                evidenceByStep,
                unfinishedScript);
    }

    RunProgress withStartedStep(int stepNumber, String newEvidence) {
        SortedMap<Integer, String> newEvidenceByStep = new TreeMap<>(evidenceByStep);
        if (newEvidence.isEmpty()) {
            newEvidenceByStep.remove(stepNumber);
        } else {
            newEvidenceByStep.put(stepNumber, newEvidence);
        }
        return new RunProgress(
                unfinishedMigration,
                completedSteps,
                withStep(openSteps, stepNumber),
                hashByStep,
                newEvidenceByStep,
                unfinishedScript);
    }

    RunProgress withCompletedStep(int stepNumber) {
        return new RunProgress(
                unfinishedMigration,
                withStep(completedSteps, stepNumber),
                withoutStep(openSteps, stepNumber),
                hashByStep,
                evidenceByStep,
                unfinishedScript);
    }

    RunProgress withResetStep(int stepNumber) {
        return new RunProgress(
                unfinishedMigration,
                withoutStep(completedSteps, stepNumber),
                withoutStep(openSteps, stepNumber),
                hashByStep,
                evidenceByStep,
                unfinishedScript);
    }

    RunProgress withUnfinishedScript(Optional<String> scriptName) {
        return new RunProgress(unfinishedMigration, completedSteps, openSteps, hashByStep, evidenceByStep, scriptName);
    }

    boolean hasSameSteps(RunProgress otherProgress) {
        return unfinishedMigration.equals(otherProgress.unfinishedMigration)
                && completedSteps.equals(otherProgress.completedSteps)
                && openSteps.equals(otherProgress.openSteps)
                && unfinishedScript.equals(otherProgress.unfinishedScript);
    }

    /**
     * Returns whether this progress contains the steps of a recorded one. The run may have continued or ended since
     * they were recorded.
     *
     * @param head the last completed migration of the present state
     */
    boolean isAtOrAfter(RunProgress recordedProgress, LedgerHead head) {
        if (!unfinishedScript.equals(recordedProgress.unfinishedScript)) {
            return false;
        }
        if (recordedProgress.unfinishedMigration.isEmpty()) {
            return true;
        }
        if (unfinishedMigration.equals(recordedProgress.unfinishedMigration)) {
            return completedSteps.containsAll(recordedProgress.completedSteps)
                    && startedSteps().containsAll(recordedProgress.openSteps);
        }
        UnfinishedMigration endedMigration = recordedProgress.unfinishedMigration.get();
        // The run has ended: an upgrade is recorded if the head includes its migration, a downgrade if it does not.
        return (endedMigration.direction() == Direction.UPGRADE) == (head.number() >= endedMigration.number());
    }

    private static SortedSet<Integer> withStep(SortedSet<Integer> steps, int stepNumber) {
        SortedSet<Integer> newSteps = new TreeSet<>(steps);
        newSteps.add(stepNumber);
        return newSteps;
    }

    private static SortedSet<Integer> union(SortedSet<Integer> firstSteps, SortedSet<Integer> secondSteps) {
        if (firstSteps.isEmpty() || secondSteps.isEmpty()) {
            return firstSteps.isEmpty() ? secondSteps : firstSteps;
        }
        SortedSet<Integer> allSteps = new TreeSet<>(firstSteps);
        allSteps.addAll(secondSteps);
        return allSteps;
    }

    private static SortedSet<Integer> withoutStep(SortedSet<Integer> steps, int stepNumber) {
        SortedSet<Integer> remainingSteps = new TreeSet<>(steps);
        remainingSteps.remove(stepNumber);
        return remainingSteps;
    }
}
