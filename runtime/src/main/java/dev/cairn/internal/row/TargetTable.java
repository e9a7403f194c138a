package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that rows are written to, as its CREATE TABLE statement declares it. */
public record TargetTable<R>(TableDescriptor<R> table, List<TargetColumn> columns) {
    public TargetTable {
        columns = List.copyOf(columns);
    }

    /**
     * Returns the target table of a descriptor. If this version of Cairn can't parse its statement, the columns are
     * known only from the descriptor.
     */
    public static <R> TargetTable<R> of(TableDescriptor<R> table) {
        @Nullable Statement statement = parseStatement(table);
        List<ColumnDefinition> definitions =
                statement instanceof Statement.CreateTable create ? create.columns() : List.of();
        KeyClause key = statement instanceof Statement.CreateTable create ? create.key() : null;
        List<TargetColumn> columns = new ArrayList<>();
        for (Column<R> column : table.columns()) {
            boolean isKey = key != null && key.contains(column.name());
            ColumnDefinition definition = definitions.stream()
                    .filter(columnDefinition -> columnDefinition.name().equalsIgnoreCase(column.name()))
                    .findFirst()
                    .orElse(null);
            columns.add(TargetColumn.of(column, definition, isKey));
        }
        return new TargetTable<>(table, columns);
    }

    private static @Nullable Statement parseStatement(TableDescriptor<?> table) {
        try {
            return Sql.parse(table.ddl());
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }

    public String quotedName() {
        return SqlQuoting.quotePath(table.path());
    }
}
