package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** A materialized view's columns as those of a table, where rules for both are the same. */
public final class StoredColumns {
    /** Where the type is not known, one that every rule has something for. */
    private static final Type ANY = new Type.Scalar(Type.Scalar.Kind.BIGINT);

    private StoredColumns() {}

    public static List<Column> of(MaterializedView view) {
        return of(view.stored(), view.keys());
    }

    public static List<Column> of(List<ViewColumn> columns, List<String> keys) {
        return columns.stream()
                .map(column -> new Column(
                        column.name(),
                        column.name(),
                        column.type() == null ? ANY : column.type(),
                        keys.contains(column.name()),
                        null,
                        column.nullable(),
                        null,
                        false,
                        null,
                        column.comment()))
                .toList();
    }
}
