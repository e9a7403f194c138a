package dev.cairn.processor.check.rule;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of a table whose shape is wrong, in a table that has room for all of them: one with a unique key, which holds
 * values of any type. So what is wrong with their names, types and defaults is told together with the shape.
 */
public final class ColumnOnlyTable {
    private ColumnOnlyTable() {}

    /** Only the columns in which no mistake is known. */
    public static CreateTable of(CreateTable table, String database, Set<String> sound) {
        Name key = Name.of(database);
        List<ColumnDefinition> columns = new ArrayList<>();
        columns.add(plain(key, new Type.Scalar(Type.Scalar.Kind.INT)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.add(key.text());
        for (ColumnDefinition column : table.columns()) {
            String name = column.name().text();
            Type type = column.type();
            if (type != null && sound.contains(name) && names.add(name)) {
                columns.add(alone(column, type));
            }
        }
        return new CreateTable(
                table.lifetime(),
                false,
                QualifiedName.of(database, database),
                columns,
                List.of(),
                null,
                null,
                new KeyClause(KeyModel.UNIQUE, List.of(key), Span.NONE),
                null,
                null,
                new Distribution.Hash(List.of(key), null, Span.NONE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                table.span());
    }

    private static ColumnDefinition alone(ColumnDefinition column, Type type) {
        return new ColumnDefinition(
                column.name(),
                type,
                null,
                false,
                null,
                column.nullable(),
                column.defaultValue(),
                false,
                null,
                null,
                column.span());
    }

    private static ColumnDefinition plain(Name name, Type type) {
        return new ColumnDefinition(name, type, null, false, null, null, null, false, null, null, Span.NONE);
    }
}
