package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Expression;

/**
 * The value that a column gets in rows without one when its table is rebuilt.
 *
 * @param value an expression over the columns of the old table
 */
public record ColumnFill(ObjectName tableName, String columnName, Expression value) {
    public boolean isForTable(ObjectName name) {
        return tableName.equals(name);
    }
}
