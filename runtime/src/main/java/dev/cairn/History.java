package dev.cairn;

import dev.cairn.internal.ledger.LedgerHistory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The migrations that are done, in their order.
 *
 * @param rows the migrations
 * @param isComplete whether all rows were found; if not, the next migrator that writes to the ledger adds the missing
 *     ones
 */
public record History(List<Row> rows, boolean isComplete) {
    public History {
        rows = List.copyOf(rows);
    }

    /**
     * A migration that is done.
     *
     * @param number the number of the migration; 0 for a repeatable one, whose last run the history contains
     * @param title the title of the migration; for a repeatable one its name
     * @param hash the hash of the migration
     * @param appliedAt the time at which the run ended; null if it is no longer known
     * @param appliedBy the author of the run; empty if the author is no longer known
     * @param milliseconds the duration of the run
     */
    public record Row(
            int number, String title, String hash, @Nullable Instant appliedAt, String appliedBy, long milliseconds) {}

    static History of(LedgerHistory history) {
        return new History(
                history.rows().stream()
                        .map(row -> new Row(
                                row.number(),
                                row.title(),
                                row.hash(),
                                row.completedAt(),
                                row.completedBy(),
                                row.milliseconds()))
                        .toList(),
                history.hasAllRows());
    }
}
