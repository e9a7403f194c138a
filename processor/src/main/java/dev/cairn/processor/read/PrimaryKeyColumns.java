package dev.cairn.processor.read;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.KeyClause;

/** The columns of a primary key are NOT NULL though nobody says so, and the server refuses those that are said to be NULL. */
final class PrimaryKeyColumns {
    private PrimaryKeyColumns() {}

    static Columns unsaid(Columns columns, KeyClause key) {
        return new Columns(
                columns.columns().stream()
                        .map(column -> isKey(column, key) ? unsaid(column) : column)
                        .toList(),
                columns.indexes(),
                columns.shape());
    }

    private static boolean isKey(DeclaredColumn column, KeyClause key) {
        return key.columns().stream().anyMatch(name -> name.is(column.name()));
    }

    private static DeclaredColumn unsaid(DeclaredColumn column) {
        ColumnDefinition definition = column.definition();
        return Boolean.TRUE.equals(definition.nullable()) ? column.with(definition.withNullable(null)) : column;
    }
}
