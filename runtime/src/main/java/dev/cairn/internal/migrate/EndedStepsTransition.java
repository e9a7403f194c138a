package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.upgrade.Direction;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/**
 * Steps that have ended and will be recorded by the next transition, or by a heartbeat if it comes first. Recording a
 * step twice is harmless.
 *
 * <p>This class takes no lock, because a thread that writes to the ledger may hold a lock that a step waits for.
 */
public final class EndedStepsTransition implements LedgerTransition {
    private volatile EndedSteps steps =
            new EndedSteps(Direction.UPGRADE, 0, "", Set.of(), Collections.emptySortedMap());

    /**
     * The steps of a migration that have ended.
     *
     * @param direction the direction of the run
     * @param migrationNumber the number of the migration
     * @param hash the hash of the migration
     * @param stepNumbers the steps that have ended and that the ledger may not record yet
     * @param textHashes the hashes of the texts of all steps of the migration
     */
    record EndedSteps(
            Direction direction,
            int migrationNumber,
            String hash,
            Set<Integer> stepNumbers,
            SortedMap<Integer, String> textHashes) {
        EndedSteps {
            stepNumbers = Set.copyOf(stepNumbers);
        }

        private boolean matches(UnfinishedMigration unfinishedMigration) {
            return unfinishedMigration.direction() == direction && unfinishedMigration.number() == migrationNumber;
        }
    }

    /** Replaces the steps to record. */
    void setEndedSteps(EndedSteps endedSteps) {
        steps = endedSteps;
    }

    @Override
    public LedgerState apply(LedgerState previousState, long sequence) {
        EndedSteps endedSteps = steps;
        if (previousState.unfinishedMigration().filter(endedSteps::matches).isEmpty()) {
            return previousState;
        }
        LedgerState state = previousState;
        for (int step : endedSteps.stepNumbers()) {
            state = state.completeStep(step);
        }
        return state.resumeWith(endedSteps.hash(), endedSteps.textHashes());
    }
}
