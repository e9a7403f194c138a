package dev.cairn.internal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The migrations that are done, in their order.
 *
 * @param complete whether the view held what the state says it should; if not, rows may be missing, and the next migrator
 *     that has something to write writes it again
 */
public record LedgerHistory(List<HistoryRow> rows, boolean complete) {
    public LedgerHistory {
        rows = List.copyOf(rows);
    }

    /** What the view holds, with what the state knows better: its commits, and that nothing beyond its head is done. */
    static LedgerHistory of(LedgerState state, List<HistoryRow> view) {
        SortedMap<Integer, HistoryRow> rows = new TreeMap<>();
        view.forEach(row -> rows.put(row.number(), row));
        state.log().forEach(row -> rows.put(row.number(), row));
        List<HistoryRow> done =
                new ArrayList<>(rows.headMap(state.head().number() + 1).values());
        return new LedgerHistory(done, HistoryExtent.of(view).equals(state.history()));
    }

    /** With the rows that are missing, as far as somebody knows them. */
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
