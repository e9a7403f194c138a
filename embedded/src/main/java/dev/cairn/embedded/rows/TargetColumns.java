package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Manipulation.Insert;
import dev.cairn.sql.Name;
import dev.cairn.sql.Span;
import java.util.ArrayList;
import java.util.List;

/** The columns that an INSERT writes, by the rules of the server and in its words. */
final class TargetColumns {
    private final Table table;

    TargetColumns(Table table) {
        this.table = table;
    }

    /**
     * In the order of the values.
     *
     * @param given what the query calls its columns
     */
    List<Column> of(Insert insert, List<String> given) {
        List<Column> columns = insert.byName() ? named(given) : written(insert.columns());
        requireOthers(columns);
        if (columns.size() != given.size()) {
            throw new Refusal(
                    5604,
                    "42601",
                    "Getting analyzing error. Detail message: Inserted target column count: " + columns.size()
                            + " doesn't match select/value column count: " + given.size() + ".",
                    insert.span());
        }
        return columns;
    }

    private List<Column> written(List<Name> names) {
        return names.isEmpty()
                ? table.columns().stream()
                        .filter(column -> column.generated() == null)
                        .toList()
                : named(names.stream().map(Name::text).toList());
    }

    private List<Column> named(List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            Column column = table.column(name)
                    .orElseThrow(() ->
                            Refusal.analysis(Span.NONE, "Unknown column '" + name + "' in '" + table.name() + "'"));
            if (column.generated() != null) {
                throw Refusal.analysis(Span.NONE, "generated column '" + name + "' can not be specified");
            }
            if (columns.contains(column)) {
                throw Refusal.analysis(Span.NONE, ServerError.DUPLICATE_COLUMN, name);
            }
            columns.add(column);
        }
        requireKeys(columns);
        return columns;
    }

    private void requireKeys(List<Column> columns) {
        List<String> missing = table.columns().stream()
                .filter(column -> table.model() == KeyModel.PRIMARY && column.key() && mustBeGiven(column))
                .filter(column -> !columns.contains(column))
                .map(Column::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    6014,
                    "42000",
                    "Getting analyzing error. Detail message: missing key columns:" + String.join(",", missing)
                            + " for primary key table.",
                    Span.NONE);
        }
    }

    private static boolean mustBeGiven(Column column) {
        return column.defaultValue() == null && !column.autoIncrement();
    }

    /** A PRIMARY KEY table takes a part of the columns: the others of a row stay as they are. */
    private void requireOthers(List<Column> columns) {
        if (isPartial(columns)) {
            return;
        }
        for (Column column : table.columns()) {
            if (mustBeGiven(column) && !column.nullable() && column.generated() == null && !columns.contains(column)) {
                StringBuilder mentioned = new StringBuilder();
                columns.forEach(
                        each -> mentioned.append(' ').append(each.name()).append(' '));
                throw Refusal.analysis(
                        Span.NONE,
                        "'" + column.name() + "' must be explicitly mentioned in column permutation: " + mentioned);
            }
        }
    }

    boolean isPartial(List<Column> columns) {
        long writable = table.columns().stream()
                .filter(column -> column.generated() == null)
                .count();
        boolean keyed = table.columns().stream().allMatch(column -> !column.key() || columns.contains(column));
        return table.model() == KeyModel.PRIMARY && keyed && columns.size() < writable;
    }
}
