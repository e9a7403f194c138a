package dev.cairn.internal.ledger;

/** Computes a new state from the previous one. It may be called more than once, so it must have no side effects. */
@FunctionalInterface
public interface LedgerTransition {
    /** Keeps the state. */
    LedgerTransition UNCHANGED = (previousState, sequence) -> previousState;

    /**
     * Returns the next state.
     *
     * @param sequence the sequence of the next state
     */
    LedgerState apply(LedgerState previousState, long sequence);
}
