package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * The progress of the run of a migration, as the ledger records it.
 *
 * @param unfinishedMigration empty if no migration is in progress
 * @param steps the progress of the steps of that migration
 * @param unfinishedScript the name of the script that runs migrations of the schema in place of a migrator, and has not
 *     ended; empty if there is no such script
 */
record RunProgress(
        Optional<UnfinishedMigration> unfinishedMigration, StepProgress steps, Optional<String> unfinishedScript) {
    static final RunProgress NONE = new RunProgress(Optional.empty(), StepProgress.NONE, Optional.empty());

    /** Returns the progress of a migration without started steps. */
    static RunProgress of(UnfinishedMigration startedMigration) {
        return new RunProgress(Optional.of(startedMigration), StepProgress.NONE, Optional.empty());
    }

    RunProgress withHashes(String hash, SortedMap<Integer, String> newHashByStepNumber) {
        return new RunProgress(
                Optional.of(unfinishedMigration.orElseThrow().withHash(hash)),
                steps.withHashes(newHashByStepNumber),
                unfinishedScript);
    }

    RunProgress mapSteps(UnaryOperator<StepProgress> change) {
        return new RunProgress(unfinishedMigration, change.apply(steps), unfinishedScript);
    }

    RunProgress withUnfinishedScript(Optional<String> scriptName) {
        return new RunProgress(unfinishedMigration, steps, scriptName);
    }

    boolean hasSameSteps(RunProgress otherProgress) {
        return unfinishedMigration.equals(otherProgress.unfinishedMigration)
                && steps.hasSameSteps(otherProgress.steps)
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
            return steps.includes(recordedProgress.steps);
        }
        UnfinishedMigration endedMigration = recordedProgress.unfinishedMigration.get();
        // The run has ended: an upgrade is recorded if the head includes its migration, a downgrade if it does not.
        return (endedMigration.direction() == Direction.UPGRADE) == (head.number() >= endedMigration.number());
    }
}
