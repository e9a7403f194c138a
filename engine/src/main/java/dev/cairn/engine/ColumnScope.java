package dev.cairn.engine;

import dev.cairn.analysis.Scope;
import dev.cairn.analysis.StructFields;
import dev.cairn.analysis.Typed;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The columns of one table, and the fields of those that are structs. */
record ColumnScope(Function<String, Optional<Column>> columns) implements Scope {
    static ColumnScope of(Table table) {
        return new ColumnScope(table::column);
    }

    @Override
    public Resolved column(QualifiedName name, Span at) {
        List<Name> parts = name.parts();
        for (int first = parts.size() - 1; first >= 0; first--) {
            Optional<Column> column = columns.apply(parts.get(first).text());
            if (column.isPresent()) {
                Typed typed = Typed.of(column.get().type(), column.get().nullable());
                for (Name field : parts.subList(first + 1, parts.size())) {
                    typed = StructFields.of(typed, field, at);
                }
                return new Resolved(name, typed);
            }
        }
        throw Refusal.analysis(at, "Column '" + name + "' cannot be resolved");
    }
}
