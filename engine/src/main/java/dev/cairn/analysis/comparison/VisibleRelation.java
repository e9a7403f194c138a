package dev.cairn.analysis.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a SELECT reads, as the names in that SELECT refer to it.
 *
 * @param table whether its columns are identified by name; otherwise they are identified by position
 * @param database the database that qualifies the name; null if it is unknown or irrelevant
 * @param columns null if they are unknown
 * @param shown whether {@code *} expands to its columns too
 */
record VisibleRelation(
        String number,
        boolean table,
        @Nullable String database,
        String name,
        @Nullable List<String> columns,
        boolean shown) {
    VisibleRelation {
        columns = columns == null ? null : List.copyOf(columns);
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
        List<String> all = columns == null ? List.of() : columns;
        for (int i = 0; i < all.size(); i++) {
            if (OutputNames.key(all.get(i)).equals(OutputNames.key(column))) {
                return i;
            }
        }
        return -1;
    }
}
