package dev.cairn;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.run.prepare.HeldRunLedger;
import dev.cairn.internal.run.prepare.PreparedMigration;
import dev.cairn.internal.run.prepare.RunLabel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run of one repeatable migration. The ledger records that it begins and that it is done, and none of its steps: a run
 * that was interrupted begins again with the first one.
 */
final class RepeatableRunLedger implements HeldRunLedger {
    private final HeldLedger holding;
    private final PreparedMigration prepared;
    private Transition before;
    private @Nullable RunLabel label;

    /** @param before the transition of the previous migration that is still to be written */
    RepeatableRunLedger(HeldLedger holding, PreparedMigration prepared, Transition before) {
        this.holding = holding;
        this.prepared = prepared;
        this.before = before;
    }

    @Override
    public HeldLedger holding() {
        return holding;
    }

    @Override
    public Set<Integer> remembered() {
        return Set.of();
    }

    @Override
    public Set<Integer> interrupted() {
        return Set.of();
    }

    @Override
    public boolean turnsBack() {
        return false;
    }

    @Override
    public synchronized RunLabel begin(int step) {
        if (label == null) {
            Transition previous = before;
            LedgerEntry begun = holding.write((state, sequence) -> previous.next(state, sequence)
                    .repeating(
                            prepared.migration().name(),
                            sequence,
                            prepared.steps().size()));
            before = (state, sequence) -> state;
            label = new RunLabel(begun.sequence(), begun.state().born());
        }
        holding.mayProceed();
        return label;
    }

    /** The end of a step is not recorded. */
    @Override
    public void done(int step) {}

    /** The beginning of a step is not recorded. */
    @Override
    public void undone(int step) {}

    /** Returns the transition to write if the run stops before its end. */
    synchronized Transition stopping() {
        return before;
    }

    /**
     * Returns the transition to write when all steps are done; it may be written together with the start of the next
     * migration.
     */
    synchronized Transition committing(HistoryRow row) {
        Transition previous = before;
        return (state, sequence) ->
                previous.next(state, sequence).repeated(prepared.migration().name(), row);
    }
}
