package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import dev.cairn.migration.ShortHash;
import java.time.Duration;
import java.util.List;

/**
 * One that takes part: reads, waits, writes.
 *
 * @param token its own, of this one attempt to hold the ledger
 * @param known the migrations that it could tell of, if the history were lost
 */
record LedgerParticipant(
        String token, LedgerOptions options, Ticker ticker, List<HistoryRow> known, LedgerErrors complaints) {
    LedgerParticipant {
        known = List.copyOf(known);
    }

    /** For the first state, where this one is to write it: random, as its token is. */
    String birth() {
        return ShortHash.of(token);
    }

    Duration lease() {
        return options.lease();
    }

    /** After this time without a transition, an owner writes before it does anything else. */
    Duration half() {
        return lease().dividedBy(2);
    }
}
