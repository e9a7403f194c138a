package dev.cairn.internal.run.prepare;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.plan.part.ObjectName;

/** A {@link RunLedger} on a ledger that this migrator holds during the run. */
public interface HeldRunLedger extends RunLedger {
    HeldLedger holding();

    @Override
    default long takenOver() {
        return holding().takenOver();
    }

    @Override
    default void look() {
        holding().mayProceed();
    }

    @Override
    default void lookNow() {
        holding().mayProceedNow();
    }

    @Override
    default ObjectName view() {
        return holding().view();
    }
}
