package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The progress of the run of a migration.
 *
 * @param run empty if no migration is in progress
 * @param completedSteps the completed steps of the run, counted from 1
 * @param openSteps the steps that were started and whose completion is not recorded
 * @param stepHashes the hashes of the texts of the started and completed steps
 *     ({@link dev.cairn.migration.MigrationHash#ofStep}), by step number; a step that only an older Cairn has seen is
 *     missing
 * @param evidence what shows whether the statements of steps under way ran, noted before they were sent, by step number;
 *     only for statements of which the server remembers nothing
 */
record RunProgress(
        Optional<UnfinishedMigration> run,
        SortedSet<Integer> completedSteps,
        SortedSet<Integer> openSteps,
        SortedMap<Integer, String> stepHashes,
        SortedMap<Integer, String> evidence) {
    static final RunProgress NONE = new RunProgress(
            Optional.empty(),
            Collections.emptySortedSet(),
            Collections.emptySortedSet(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap());

    RunProgress {
        completedSteps = Collections.unmodifiableSortedSet(new TreeSet<>(completedSteps));
        openSteps = Collections.unmodifiableSortedSet(new TreeSet<>(openSteps));
        SortedMap<Integer, String> hashes = new TreeMap<>(stepHashes);
        hashes.keySet().retainAll(union(completedSteps, openSteps));
        stepHashes = Collections.unmodifiableSortedMap(hashes);
        SortedMap<Integer, String> openEvidence = new TreeMap<>(evidence);
        openEvidence.keySet().retainAll(openSteps);
        evidence = Collections.unmodifiableSortedMap(openEvidence);
    }

    /** Returns the progress of a migration of which no step has begun. */
    static RunProgress of(UnfinishedMigration begunMigration) {
        return new RunProgress(
                Optional.of(begunMigration), NONE.completedSteps, NONE.openSteps, NONE.stepHashes, NONE.evidence);
    }

    /** Returns the steps that were begun, whether they are done or not. */
    SortedSet<Integer> begunSteps() {
        return union(completedSteps, openSteps);
    }

    RunProgress resumeWith(String hash, SortedMap<Integer, String> stepTexts) {
        UnfinishedMigration unfinishedMigration = run.orElseThrow();
        return new RunProgress(
                Optional.of(new UnfinishedMigration(
                        unfinishedMigration.direction(),
                        unfinishedMigration.number(),
                        unfinishedMigration.sequence(),
                        hash)),
                completedSteps,
                openSteps,
                stepTexts,
                evidence);
    }

    RunProgress startStep(int step, String newEvidence) {
        SortedMap<Integer, String> allEvidence = new TreeMap<>(evidence);
        if (newEvidence.isEmpty()) {
            allEvidence.remove(step);
        } else {
            allEvidence.put(step, newEvidence);
        }
        return new RunProgress(run, completedSteps, plus(openSteps, step), stepHashes, allEvidence);
    }

    RunProgress completeStep(int step) {
        return new RunProgress(run, plus(completedSteps, step), minus(openSteps, step), stepHashes, evidence);
    }

    RunProgress resetStep(int step) {
        return new RunProgress(run, minus(completedSteps, step), minus(openSteps, step), stepHashes, evidence);
    }

    boolean hasSameSteps(RunProgress other) {
        return run.equals(other.run)
                && completedSteps.equals(other.completedSteps)
                && openSteps.equals(other.openSteps);
    }

    /**
     * Returns whether the steps of another progress are contained: since they were recorded, the run may have continued or
     * ended.
     *
     * @param head the last migration now
     */
    boolean includes(RunProgress recording, LedgerHead head) {
        if (recording.run.isEmpty()) {
            return true;
        }
        if (run.equals(recording.run)) {
            return completedSteps.containsAll(recording.completedSteps)
                    && begunSteps().containsAll(recording.openSteps);
        }
        UnfinishedMigration endedMigration = recording.run.get();
        return (endedMigration.direction() == Direction.UPGRADE) == (head.number() >= endedMigration.number());
    }

    private static SortedSet<Integer> plus(SortedSet<Integer> steps, int step) {
        SortedSet<Integer> newSteps = new TreeSet<>(steps);
        newSteps.add(step);
        return newSteps;
    }

    private static SortedSet<Integer> union(SortedSet<Integer> firstSteps, SortedSet<Integer> secondSteps) {
        SortedSet<Integer> allSteps = new TreeSet<>(firstSteps);
        allSteps.addAll(secondSteps);
        return allSteps;
    }

    private static SortedSet<Integer> minus(SortedSet<Integer> steps, int step) {
        SortedSet<Integer> remainingSteps = new TreeSet<>(steps);
        remainingSteps.remove(step);
        return remainingSteps;
    }
}
