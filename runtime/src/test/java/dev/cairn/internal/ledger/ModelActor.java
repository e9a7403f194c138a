package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.ModelMigrator.Effect;
import org.jspecify.annotations.Nullable;

/**
 * A participant of an {@link Interleaving}. It sends one request or statement at a time, and continues with the
 * response to it.
 */
interface ModelActor {
    /** Returns whether it has nothing more to send. */
    boolean isOver();

    /** Returns whether it ended with an exception, and has to be started again. */
    boolean hasFailed();

    /** Returns the statement that it has sent; null if it has sent a request of the ledger. */
    @Nullable
    Effect effect();

    /** Returns the request of the ledger that it has sent, if {@link #effect} returns null. */
    LedgerRequest request();

    /** Receives the response, and sends the next request or statement. */
    void continueWith(LedgerResponse response);

    /** Notes that the server has listed the states for it when the chain had this number of states. */
    default void noteListedStates(int chainLength) {}

    /** Notes that it does nothing for longer than the lease. */
    default void noteSleep() {}
}
