package dev.cairn.internal.ledger;

import java.util.List;

/** What the history view held when it was last written: so many rows, up to this number. */
public record HistoryExtent(int rows, int last) {
    public static final HistoryExtent NONE = new HistoryExtent(0, 0);

    static HistoryExtent of(List<HistoryRow> rows) {
        return rows.isEmpty()
                ? NONE
                : new HistoryExtent(rows.size(), rows.get(rows.size() - 1).number());
    }
}
