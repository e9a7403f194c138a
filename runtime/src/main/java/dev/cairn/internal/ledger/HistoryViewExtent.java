package dev.cairn.internal.ledger;

import java.util.List;

/** The extent of the history view when it was last written: the number of rows and the number of the last migration. */
public record HistoryViewExtent(int rowCount, int lastMigrationNumber) {
    public static final HistoryViewExtent NONE = new HistoryViewExtent(0, 0);

    /**
     * The contents of the view are unknown, so the end of a run writes it again. No written state contains this
     * extent.
     */
    static final HistoryViewExtent UNKNOWN = new HistoryViewExtent(0, Integer.MAX_VALUE);

    /** Returns the extent of a view with these rows. Repeatable migrations are not counted. */
    static HistoryViewExtent of(List<HistoryRow> allRows) {
        List<HistoryRow> versionedRows =
                allRows.stream().filter(row -> !row.isRepeatable()).toList();
        return versionedRows.isEmpty()
                ? NONE
                : new HistoryViewExtent(
                        versionedRows.size(),
                        versionedRows.get(versionedRows.size() - 1).number());
    }

    /** Returns the extent of a view that may also contain a migration. */
    HistoryViewExtent withPossibleMigration(int number) {
        return new HistoryViewExtent(rowCount, Math.max(lastMigrationNumber, number));
    }
}
