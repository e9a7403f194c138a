package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.upgrade.Direction;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/**
 * Records completed steps, with the next transition or with a heartbeat, whichever comes first. Recording a step twice
 * is harmless.
 *
 * <p>This class takes no lock, because a thread that writes to the ledger may hold a lock that a step waits for.
 */
public final class CompletedStepsTransition implements LedgerTransition {
    private volatile UnrecordedSteps unrecordedSteps =
            new UnrecordedSteps(Direction.UPGRADE, 0, "", Set.of(), Collections.emptySortedMap());

    /**
     * The completed steps of a migration.
     *
     * @param direction the direction of the run
     * @param migrationNumber the number of the migration
     * @param migrationHash the hash of the migration
     * @param stepNumbers the completed steps that the ledger may not record yet
     * @param hashByStepNumber the hashes of the texts of all steps of the migration
     */
    record UnrecordedSteps(
            Direction direction,
            int migrationNumber,
            String migrationHash,
            Set<Integer> stepNumbers,
            SortedMap<Integer, String> hashByStepNumber) {
        UnrecordedSteps {
            stepNumbers = Set.copyOf(stepNumbers);
        }

        private boolean matches(UnfinishedMigration unfinishedMigration) {
            return unfinishedMigration.direction() == direction && unfinishedMigration.number() == migrationNumber;
        }
    }

    /** Replaces the steps to record. */
    void setUnrecordedSteps(UnrecordedSteps newSteps) {
        unrecordedSteps = newSteps;
    }

    @Override
    public LedgerState apply(LedgerState previousState, long sequence) {
        UnrecordedSteps currentSteps = unrecordedSteps;
        if (previousState.unfinishedMigration().filter(currentSteps::matches).isEmpty()) {
            return previousState;
        }
        LedgerState state = previousState;
        for (int stepNumber : currentSteps.stepNumbers()) {
            state = state.withCompletedStep(stepNumber);
        }
        return state.withHashes(currentSteps.migrationHash(), currentSteps.hashByStepNumber());
    }
}
