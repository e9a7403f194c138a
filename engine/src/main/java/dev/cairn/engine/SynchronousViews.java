package dev.cairn.engine;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Name;

/** Rollups that aggregate what their table does not: they hold on to the columns that they read. */
final class SynchronousViews {
    private SynchronousViews() {}

    /** The server compares these names to the letter. */
    static void requireUnread(Table table, Name name) {
        for (Rollup rollup : table.rollups()) {
            boolean reads = rollup.columns().stream().map(Column::name).anyMatch(name.text()::equals);
            if (reads && aggregates(table, rollup)) {
                throw Refusal.execution(
                        name.span(),
                        "Can not drop/modify the column " + name
                                + ", because the column is used in the related rollup " + rollup.name()
                                + ", please drop the rollup index first.");
            }
        }
    }

    /** Of a UNIQUE KEY table each rollup does: its value columns are replaced. */
    private static boolean aggregates(Table table, Rollup rollup) {
        return switch (table.model()) {
            case AGGREGATE -> false;
            case UNIQUE, PRIMARY -> rollup.columns().stream().anyMatch(column -> !column.key());
            case DUPLICATE -> rollup.columns().stream().anyMatch(column -> column.aggregation() != null);
        };
    }
}
