package dev.cairn.plan;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Aggregation;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Statement.CreateTable;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table as ALTER TABLE defines them. What a definition leaves out would be lost, so it says everything:
 * that a column is a key, and whether it may be NULL.
 */
final class ColumnDefinitions {
    private final Table table;
    private final CreateTable written;

    ColumnDefinitions(Table table, CreateTable written) {
        this.table = table;
        this.written = written;
    }

    ColumnDefinition altered(Column column) {
        ColumnDefinition definition = written.columns().get(table.columns().indexOf(column));
        return new ColumnDefinition(
                definition.name(),
                definition.type(),
                definition.charset(),
                column.key() && table.model() != KeyModel.PRIMARY,
                definition.aggregation(),
                nullable(column, definition),
                definition.defaultValue(),
                definition.autoIncrement(),
                definition.generated(),
                definition.comment(),
                definition.span());
    }

    /** The grammar lets generated columns, and those that hold the state of a function, say nothing of NULL. */
    private static @Nullable Boolean nullable(Column column, ColumnDefinition definition) {
        boolean silent = column.generated() != null || column.aggregation() instanceof Aggregation.State;
        return (column.nullable() && !silent) ? Boolean.TRUE : definition.nullable();
    }

    boolean isSameButForComment(Column column, ColumnDefinition other) {
        return altered(column).withComment(null).equals(other.withComment(null));
    }
}
