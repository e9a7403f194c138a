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
public record TargetTable<R>(TableDescriptor<R> descriptor, List<TargetColumn> columns) {
    public TargetTable {
        columns = List.copyOf(columns);
    }

    /**
     * Returns the target table of a descriptor. If this version of Cairn can't parse its statement, the columns are
     * known only from the descriptor.
     */
    public static <R> TargetTable<R> of(TableDescriptor<R> descriptor) {
        @Nullable Statement statement = parseStatement(descriptor);
        List<ColumnDefinition> definitions =
                statement instanceof Statement.CreateTable createTable ? createTable.columns() : List.of();
        KeyClause keyClause = statement instanceof Statement.CreateTable createTable ? createTable.key() : null;
        List<TargetColumn> columns = new ArrayList<>();
        for (Column<R> column : descriptor.columns()) {
            boolean isKey = keyClause != null && keyClause.contains(column.name());
            ColumnDefinition definition = definitions.stream()
                    .filter(columnDefinition -> columnDefinition.name().equalsIgnoreCase(column.name()))
                    .findFirst()
                    .orElse(null);
            columns.add(TargetColumn.of(column, definition, isKey));
        }
        return new TargetTable<>(descriptor, columns);
    }

    private static @Nullable Statement parseStatement(TableDescriptor<?> descriptor) {
        try {
            return Sql.parse(descriptor.ddl());
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }

    public String quotedName() {
        return SqlQuoting.quotePath(descriptor.path());
    }
}
