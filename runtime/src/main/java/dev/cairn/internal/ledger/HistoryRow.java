package dev.cairn.internal.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A completed migration.
 *
 * @param number the number of the migration; 0 for a repeatable one
 * @param title the title; for a repeatable migration its name
 * @param completedAt when its run ended, to the millisecond; null if unknown
 * @param completedBy the migrator that ran it; empty if unknown
 * @param milliseconds how long the run took; 0 if unknown
 */
public record HistoryRow(
        int number, String title, String hash, @Nullable Instant completedAt, String completedBy, long milliseconds) {
    public HistoryRow {
        completedAt = completedAt == null ? null : completedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Creates a row for a migration whose run is unknown. */
    public static HistoryRow of(int number, String title, String hash) {
        return new HistoryRow(number, title, hash, null, "", 0);
    }

    /** Returns the position of a database whose last migration is this one. */
    public LedgerHead head() {
        return new LedgerHead(number, hash);
    }

    /** Returns whether the migration is repeatable. The history has only the last run of such a migration. */
    public boolean isRepeatable() {
        return number == 0;
    }

    /** Returns a new list with the rows and the new ones; a migration that was run again replaces its former row. */
    static List<HistoryRow> merge(Collection<HistoryRow> rows, Collection<HistoryRow> newRows) {
        List<HistoryRow> allRows = new ArrayList<>(rows);
        for (HistoryRow row : newRows) {
            allRows.removeIf(row::replaces);
            allRows.add(row);
        }
        return allRows;
    }

    /** Returns whether this row takes the place of an earlier one, because both record the same migration. */
    private boolean replaces(HistoryRow earlierRow) {
        return number == earlierRow.number && (!isRepeatable() || title.equals(earlierRow.title));
    }
}
