package dev.cairn.internal.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A migration that is done.
 *
 * @param at when it ended, in milliseconds; null where that is not known any more
 * @param by who ran it; empty where that is not known any more
 * @param milliseconds how long it took
 */
public record HistoryRow(
        int number, String title, String hash, @Nullable Instant at, String by, long milliseconds) {
    public HistoryRow {
        at = at == null ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** One of which only the migration is known. */
    public static HistoryRow of(int number, String title, String hash) {
        return new HistoryRow(number, title, hash, null, "", 0);
    }
}
