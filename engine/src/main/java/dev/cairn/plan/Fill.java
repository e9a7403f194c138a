package dev.cairn.plan;

import dev.cairn.sql.Expression;
import java.util.Locale;

/**
 * The value of a column for rows that have none, when a table is rebuilt.
 *
 * @param value over the columns of the old table
 */
public record Fill(ObjectName table, String column, Expression value) {
    boolean isOf(ObjectName name) {
        return table.equals(name);
    }

    /** What a column of any spelling is found by. */
    static String key(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
