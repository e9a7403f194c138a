package dev.cairn.data;

import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table that rows are written to, as its statement declares it. */
record TargetTable<R>(TableDescriptor<R> table, List<TargetColumn> columns) {
    TargetTable {
        columns = List.copyOf(columns);
    }

    /** Of a statement that only a newer server knows, nothing is known of the columns but what the descriptor says. */
    static <R> TargetTable<R> of(TableDescriptor<R> table) {
        Statement statement = table.statement();
        List<ColumnDefinition> definitions =
                statement instanceof Statement.CreateTable create ? create.columns() : List.of();
        KeyClause key = statement instanceof Statement.CreateTable create ? create.key() : null;
        List<TargetColumn> columns = new ArrayList<>();
        for (Column<R> column : table.columns()) {
            boolean isKey = key != null && key.columns().stream().anyMatch(name -> name.is(column.name()));
            ColumnDefinition definition = definitions.stream()
                    .filter(one -> one.name().is(column.name()))
                    .findFirst()
                    .orElse(null);
            columns.add(TargetColumn.of(column, definition, isKey));
        }
        return new TargetTable<>(table, columns);
    }

    String quotedName() {
        return QuotedName.of(table);
    }
}
