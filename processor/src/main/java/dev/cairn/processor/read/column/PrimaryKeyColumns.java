package dev.cairn.processor.read.column;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;

/** The columns of a primary key are NOT NULL though nobody says so, and the server refuses those that are said to be NULL. */
public final class PrimaryKeyColumns {
    private PrimaryKeyColumns() {}

    public static RecordColumns unsaid(RecordColumns columns, KeyClause key, Findings findings) {
        for (DeclaredColumn column : columns.columns()) {
            Place nullable = column.parts().get(Part.NULLABLE);
            if (nullable != null && isKey(column, key) && !column.definition().autoIncrement()) {
                findings.add(FindingCode.NULLABLE_KEY, nullable, column.name());
            }
        }
        return new RecordColumns(
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
