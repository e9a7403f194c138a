package dev.cairn.plan.part;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.CreateTable;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table as ALTER TABLE defines them. What a definition leaves out would be lost, so it says everything:
 * that a column is a key, and whether it may be NULL.
 */
public final class ColumnDefinitions {
    private final Table table;
    private final CreateTable written;

    public ColumnDefinitions(Table table, CreateTable written) {
        this.table = table;
        this.written = written;
    }

    public ColumnDefinition altered(Column column) {
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

    public boolean isSameButForComment(Column column, ColumnDefinition other) {
        return altered(column).withComment(null).equals(other.withComment(null));
    }
}
