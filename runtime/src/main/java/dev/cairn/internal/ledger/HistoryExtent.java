package dev.cairn.internal.ledger;

import java.util.List;

/** The extent of the history view when it was last written: the number of rows and the number of the last migration. */
public record HistoryExtent(int rows, int last) {
    public static final HistoryExtent NONE = new HistoryExtent(0, 0);

    /** Repeatable migrations do not count. */
    static HistoryExtent of(List<HistoryRow> all) {
        List<HistoryRow> rows = all.stream().filter(row -> !row.isRepeatable()).toList();
        return rows.isEmpty()
                ? NONE
                : new HistoryExtent(rows.size(), rows.get(rows.size() - 1).number());
    }
}
