package dev.cairn.sql.ast;

import java.util.List;

/** The key clause of a table, such as {@code PRIMARY KEY(a, b)} or {@code DUPLICATE KEY(a)}. */
public record KeyClause(KeyModel model, List<Name> columns, Span span) implements CreateClause {
    public KeyClause {
        columns = List.copyOf(columns);
    }

    /** Returns whether a column belongs to the key. */
    public boolean contains(String columnName) {
        return columns.stream().anyMatch(name -> name.equalsIgnoreCase(columnName));
    }
}
