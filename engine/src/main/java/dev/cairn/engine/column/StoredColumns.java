package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** Converts a materialized view's columns to table columns, for rules that apply to both. */
public final class StoredColumns {
    /** Stands for an unknown type; every rule accepts it. */
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
