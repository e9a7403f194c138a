package dev.cairn.analysis.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A relation that a SELECT reads, as the names in that SELECT refer to it. */
final class VisibleRelation {
    private final String number;
    private final boolean table;
    private final @Nullable String database;
    private final String name;
    private final @Nullable List<String> columns;
    private final boolean shown;
    /** The places of the columns by their keys; empty until a column is looked up. */
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * Creates a relation.
     *
     * @param table whether its columns are identified by name; otherwise they are identified by position
     * @param database the database that qualifies the name; null if it is unknown or irrelevant
     * @param columns null if they are unknown
     * @param shown whether {@code *} expands to its columns too
     */
    VisibleRelation(
            String number,
            boolean table,
            @Nullable String database,
            String name,
            @Nullable List<String> columns,
            boolean shown) {
        this.number = number;
        this.table = table;
        this.database = database;
        this.name = name;
        this.columns = columns == null ? null : List.copyOf(columns);
        this.shown = shown;
    }

    @Nullable
    List<String> columns() {
        return columns;
    }

    boolean shown() {
        return shown;
    }

    VisibleRelation hidden() {
        return new VisibleRelation(number, table, database, name, columns, false);
    }

    /** Whether the qualifier of a column names this relation. */
    boolean isNamed(List<String> qualifier) {
        int last = qualifier.size() - 1;
        return qualifier.get(last).equals(name)
                && (last == 0 || database == null || qualifier.get(last - 1).equals(database));
    }

    boolean knows(String column) {
        return index(column) >= 0;
    }

    ShapeNode column(String column) {
        int index = index(column);
        ShapeNode place = table
                ? ShapeNode.word(column)
                : index < 0 ? ShapeNode.doubtful(OutputNames.key(column)) : ShapeNode.leaf("#" + index);
        return ShapeNode.of("column", ShapeNode.leaf(number), place);
    }

    private int index(String column) {
        if (columns == null) {
            return -1;
        }
        if (places.isEmpty()) {
            for (int i = 0; i < columns.size(); i++) {
                places.putIfAbsent(OutputNames.key(columns.get(i)), i);
            }
        }
        return places.getOrDefault(OutputNames.key(column), -1);
    }
}
