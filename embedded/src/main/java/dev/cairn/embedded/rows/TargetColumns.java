package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation.Insert;
import dev.cairn.sql.ast.Name;
import java.util.List;

/** The columns that a checked INSERT writes. */
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
        if (insert.byName()) {
            return named(given);
        }
        return insert.columns().isEmpty()
                ? table.columns().stream()
                        .filter(column -> column.generated() == null)
                        .toList()
                : named(insert.columns().stream().map(Name::text).toList());
    }

    private List<Column> named(List<String> names) {
        return names.stream().map(name -> table.column(name).orElseThrow()).toList();
    }

    /** A PRIMARY KEY table takes a part of the columns: the others of a row stay as they are. */
    boolean isPartial(List<Column> columns) {
        long writable = table.columns().stream()
                .filter(column -> column.generated() == null)
                .count();
        boolean keyed = table.columns().stream().allMatch(column -> !column.key() || columns.contains(column));
        return table.model() == KeyModel.PRIMARY && keyed && columns.size() < writable;
    }
}
