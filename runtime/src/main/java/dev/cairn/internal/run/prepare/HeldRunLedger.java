package dev.cairn.internal.run.prepare;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.plan.part.ObjectName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link RunLedger} on a ledger that this migrator holds during the run. Default: the ledger knows nothing of single
 * steps.
 */
public interface HeldRunLedger extends RunLedger {
    HeldLedger holding();

    @Override
    default Set<Integer> remembered() {
        return Set.of();
    }

    @Override
    default Set<Integer> interrupted() {
        return Set.of();
    }

    @Override
    default Optional<Instant> begunSince() {
        return holding().begunSince();
    }

    @Override
    default boolean turnsBack() {
        return false;
    }

    @Override
    default void done(int step) {
        // steps are not recorded
    }

    @Override
    default void undone(int step) {
        // steps are not recorded
    }

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
