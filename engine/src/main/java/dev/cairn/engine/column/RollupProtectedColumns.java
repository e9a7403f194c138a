package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Name;
import java.util.function.Predicate;

/**
 * Columns that a rollup protects from changes. The server neither drops, modifies nor renames a column that a rollup
 * aggregates or filters by, nor any other column of a rollup that aggregates values that its table does not aggregate.
 */
public final class RollupProtectedColumns {
    private RollupProtectedColumns() {}

    /** Whether the rollup must be dropped before the column can be changed. */
    public static boolean isHeld(Table table, Rollup rollup, String column) {
        return isHeld(table, rollup, column::equalsIgnoreCase);
    }

    /**
     * Refuses to change a protected column. The server compares the names case-sensitively, except for RENAME COLUMN.
     */
    public static void requireFree(Table table, Name column, boolean anyCase) {
        Predicate<String> same = anyCase ? column.text()::equalsIgnoreCase : column.text()::equals;
        for (Rollup rollup : table.rollups()) {
            if (isHeld(table, rollup, same)) {
                throw Refusal.execution(
                        column.span(),
                        "Can not drop/modify the column " + column
                                + ", because the column is used in the related rollup " + rollup.name()
                                + ", please drop the rollup index first.");
            }
        }
    }

    private static boolean isHeld(Table table, Rollup rollup, Predicate<String> column) {
        return (aggregates(table, rollup) && rollup.columnsRead().anyMatch(column))
                || rollup.columnsFiltered().anyMatch(column);
    }

    /**
     * Whether the rollup aggregates and its table does not; in a UNIQUE KEY table every rollup with values does, since
     * they are replaced.
     */
    private static boolean aggregates(Table table, Rollup rollup) {
        return switch (table.model()) {
            case AGGREGATE -> false;
            case UNIQUE, PRIMARY -> rollup.columns().stream().anyMatch(column -> !column.key());
            case DUPLICATE -> rollup.columns().stream().map(Column::aggregation).anyMatch(each -> each != null);
        };
    }
}
