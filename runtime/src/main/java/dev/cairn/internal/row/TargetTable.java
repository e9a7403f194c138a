package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table that rows are written to, as its CREATE TABLE statement declares it.
 *
 * @param generationSourceNames the names of the columns from which the server calculates generated columns; they are
 *     case-insensitive
 */
public record TargetTable<R>(
        TableDescriptor<R> descriptor, List<TargetColumn> columns, Set<String> generationSourceNames) {
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
        return new TargetTable<>(descriptor, columns, collectGenerationSourceNames(definitions));
    }

    private static Set<String> collectGenerationSourceNames(List<ColumnDefinition> definitions) {
        Set<String> sourceNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ColumnDefinition definition : definitions) {
            Expression generatedValue = definition.generatedValue();
            if (generatedValue != null) {
                generatedValue.visit(part -> {
                    if (part instanceof Expression.Reference reference) {
                        sourceNames.add(reference.name().lastPart().text());
                    }
                });
            }
        }
        return Collections.unmodifiableSet(sourceNames);
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
