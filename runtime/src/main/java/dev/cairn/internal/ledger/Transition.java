package dev.cairn.internal.ledger;

/** What a transition makes of the state before it. It may be asked more than once. */
@FunctionalInterface
public interface Transition {
    /**
     * The next state.
     *
     * @param sequence that it will have
     */
    LedgerState next(LedgerState old, long sequence);
}
