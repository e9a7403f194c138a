package dev.cairn.server.ledger;

import static dev.cairn.server.ledger.Exchange.over;

import java.util.Optional;

/** A release by somebody else. */
final class Unlocking {
    private final Party party;

    Unlocking(Party party) {
        this.party = party;
    }

    /** Whose it was; empty if nobody's. */
    Exchange<Optional<String>> exchange() {
        return new Reading(party.complaints()).latest().then(latest -> {
            Optional<LedgerState> owned = latest.map(LedgerEntry::state).filter(LedgerState::isOwned);
            return owned.isEmpty()
                    ? over(Optional.empty())
                    : release(latest.get().sequence(), owned.get());
        });
    }

    /** An owner that lives may have written meanwhile: then that state is the one to release. */
    private Exchange<Optional<String>> release(long sequence, LedgerState held) {
        return Writing.of(party, new LedgerEntry(sequence + 1, held.released()))
                .then(written -> written.isPresent() ? over(Optional.of(held.owner())) : exchange());
    }
}
