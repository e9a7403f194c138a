package dev.cairn.internal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The completed migrations in their order.
 *
 * @param complete whether the view held the rows that the state records; if not, rows may be missing, and the next
 *     migrator that writes the view adds them
 */
public record LedgerHistory(List<HistoryRow> rows, boolean complete) {
    public LedgerHistory {
        rows = List.copyOf(rows);
    }

    /**
     * Merges the view with the state, which is more recent: its commits take precedence, and rows beyond its head are
     * removed.
     */
    static LedgerHistory of(LedgerState state, List<HistoryRow> view) {
        SortedMap<Integer, HistoryRow> rows = new TreeMap<>();
        view.forEach(row -> rows.put(row.number(), row));
        state.log().forEach(row -> rows.put(row.number(), row));
        List<HistoryRow> done =
                new ArrayList<>(rows.headMap(state.head().number() + 1).values());
        return new LedgerHistory(done, HistoryExtent.of(view).equals(state.history()));
    }

    /** Returns this history with the missing rows, as far as they are known. */
    LedgerHistory completedFrom(List<HistoryRow> known, int head) {
        if (complete) {
            return this;
        }
        SortedMap<Integer, HistoryRow> all = new TreeMap<>();
        known.forEach(row -> all.put(row.number(), row));
        rows.forEach(row -> all.put(row.number(), row));
        return new LedgerHistory(List.copyOf(all.headMap(head + 1).values()), true);
    }
}
