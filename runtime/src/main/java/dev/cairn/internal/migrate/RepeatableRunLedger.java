package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the run of one repeatable migration, as the ledger records it. The ledger records only the start and
 * the end of the run: an interrupted run starts again with the first step. Thread-safe, because parallel steps call it.
 */
final class RepeatableRunLedger implements RunLedger {
    private final HeldLedger heldLedger;
    private final PreparedMigration preparedMigration;
    private LedgerTransition pendingTransition;
    private @Nullable RunLabel runLabel;

    /** @param pendingTransition the transition of the previous migration that is still to be written */
    RepeatableRunLedger(
            HeldLedger heldLedger, PreparedMigration preparedMigration, LedgerTransition pendingTransition) {
        this.heldLedger = heldLedger;
        this.preparedMigration = preparedMigration;
        this.pendingTransition = pendingTransition;
    }

    @Override
    public HeldLedger heldLedger() {
        return heldLedger;
    }

    @Override
    public synchronized RunLabel beginStep(int stepNumber, String evidence) {
        if (runLabel == null) {
            LedgerTransition earlierTransition = pendingTransition;
            NumberedLedgerState startedEntry = heldLedger.write((state, sequence) -> earlierTransition
                    .apply(state, sequence)
                    .withStartedRepeatable(
                            preparedMigration.migration().name(),
                            sequence,
                            preparedMigration.steps().size()));
            pendingTransition = LedgerTransition.UNCHANGED;
            runLabel = new RunLabel(
                    startedEntry.sequenceNumber(), startedEntry.state().identifier());
        }
        heldLedger.requireHeld();
        return runLabel;
    }

    /** Returns the transition to write if the run stops before its end. */
    synchronized LedgerTransition createStopTransition() {
        return pendingTransition;
    }

    /**
     * Returns the transition to write when all steps are done; it may be written together with the start of the next
     * migration.
     */
    synchronized LedgerTransition createCompletionTransition(HistoryRow row) {
        LedgerTransition earlierTransition = pendingTransition;
        return (state, sequence) -> earlierTransition
                .apply(state, sequence)
                .withCompletedRepeatable(preparedMigration.migration().name(), row);
    }
}
