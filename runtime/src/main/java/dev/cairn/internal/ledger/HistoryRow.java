package dev.cairn.internal.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A completed migration.
 *
 * @param at when it ended, in milliseconds; null if unknown
 * @param by the migrator that ran it; empty if unknown
 * @param milliseconds how long it took
 */
public record HistoryRow(
        int number, String title, String hash, @Nullable Instant at, String by, long milliseconds) {
    public HistoryRow {
        at = at == null ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Creates a row for a migration of which no run is known. */
    public static HistoryRow of(int number, String title, String hash) {
        return new HistoryRow(number, title, hash, null, "", 0);
    }
}
