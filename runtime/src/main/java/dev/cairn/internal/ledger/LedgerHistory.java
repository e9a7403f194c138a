package dev.cairn.internal.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The completed migrations in their order.
 *
 * @param hasAllRows whether the view held all rows that the state records; if not, rows may be missing, and the next
 *     migrator that writes the view adds them
 */
public record LedgerHistory(List<HistoryRow> rows, boolean hasAllRows) {
    /** Versioned migrations come first, in the order of their numbers; then repeatable ones, by their names. */
    private static final Comparator<HistoryRow> ROW_ORDER = Comparator.comparing(HistoryRow::isRepeatable)
            .thenComparing(HistoryRow::number)
            .thenComparing(row -> row.isRepeatable() ? row.title() : "");

    public LedgerHistory {
        rows = List.copyOf(rows);
    }

    /**
     * Merges the view with the state, which is more recent: the rows of the state take precedence, and rows beyond its
     * head are removed.
     */
    static LedgerHistory merge(LedgerState state, List<HistoryRow> viewRows) {
        List<HistoryRow> rows =
                mergeUpToHead(viewRows, state.unwrittenRows(), state.head().number());
        return new LedgerHistory(rows, HistoryViewExtent.of(viewRows).equals(state.historyViewExtent()));
    }

    /**
     * Returns this history if it has all rows; otherwise a history with the known rows that are missing here, and
     * without rows beyond the head.
     */
    LedgerHistory withMissingRows(List<HistoryRow> knownRows, int headNumber) {
        if (hasAllRows) {
            return this;
        }
        List<HistoryRow> allRows = mergeUpToHead(knownRows, rows, headNumber);
        return new LedgerHistory(allRows, true);
    }

    /** Merges two lists of rows, of which the newer one takes precedence, and removes the rows beyond the head. */
    private static List<HistoryRow> mergeUpToHead(
            Collection<HistoryRow> olderRows, Collection<HistoryRow> newerRows, int headNumber) {
        List<HistoryRow> rows = HistoryRow.merge(olderRows, newerRows);
        rows.removeIf(row -> row.number() > headNumber);
        rows.sort(ROW_ORDER);
        return rows;
    }
}
