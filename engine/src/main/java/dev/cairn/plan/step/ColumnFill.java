package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Expression;
import java.util.Locale;

/**
 * The value of a column for rows that have none, when a table is rebuilt.
 *
 * @param value an expression over the columns of the old table
 */
public record ColumnFill(ObjectName table, String column, Expression value) {
    public boolean isOf(ObjectName name) {
        return table.equals(name);
    }

    /** Returns the key by which a column is found regardless of its spelling. */
    public static String key(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
