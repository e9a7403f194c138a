package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.Ticker.Stopwatch;
import java.util.Optional;

/** A release by somebody else. */
final class ForcedUnlock {
    private final LedgerParticipant party;

    ForcedUnlock(LedgerParticipant party) {
        this.party = party;
    }

    /** Whose it was; empty if nobody's. */
    Exchange<Optional<String>> exchange() {
        Stopwatch known = party.ticker().start();
        return new LedgerReader(party.complaints()).latest().then(latest -> {
            Optional<LedgerEntry> owned = latest.filter(entry -> entry.state().isOwned());
            return owned.isEmpty() ? over(Optional.empty()) : release(owned.get(), known);
        });
    }

    /** An owner that lives may have written meanwhile: then that state is the one to release. */
    private Exchange<Optional<String>> release(LedgerEntry held, Stopwatch known) {
        return LedgerWriter.of(party, held, known, held.state().released())
                .then(written ->
                        written.isPresent() ? over(Optional.of(held.state().owner())) : exchange());
    }
}
