package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.ModelMigrator.Effect;
import org.jspecify.annotations.Nullable;

/** A participant of an {@link Interleaving}. It has one thing under way, and goes on when that is answered. */
interface ModelActor {
    /** It has nothing more to send. */
    boolean isOver();

    /** It ended with an exception, and has to be started again. */
    boolean hasLost();

    /** What it has sent, unless that is a request of the ledger. */
    @Nullable
    Effect effect();

    /** What it has sent, if that is not an effect. */
    LedgerRequest request();

    /** Takes the answer, and sends what comes next. */
    void goOn(LedgerResponse answer);

    /** The server has listed the states for it when so many states had followed on one another. */
    default void looked(int states) {}

    /** It does nothing for longer than the lease. */
    default void sleeps() {}
}
