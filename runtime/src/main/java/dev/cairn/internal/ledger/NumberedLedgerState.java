package dev.cairn.internal.ledger;

import java.util.Optional;

/** An entry of the ledger: a state with its sequence among all states. The first sequence is 1. */
public record NumberedLedgerState(long sequenceNumber, LedgerState state) {
    /** Returns the state that was read; {@link LedgerState#initial} if the ledger does not exist. */
    public static LedgerState stateOrInitial(Optional<NumberedLedgerState> entry) {
        return entry.map(NumberedLedgerState::state).orElseGet(() -> LedgerState.initial(""));
    }
}
