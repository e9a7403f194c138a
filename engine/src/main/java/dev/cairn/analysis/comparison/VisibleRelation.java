package dev.cairn.analysis.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a SELECT reads from, as the names in it see it.
 *
 * @param table whether its columns have names of their own; otherwise they are told by their place
 * @param database in which the name is, or null where that is unknown or does not matter
 * @param columns null where they are unknown
 * @param shown whether {@code *} stands for its columns too
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

    /** Whether what stands before a column is the name of this. */
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
                : index < 0 ? ShapeNode.doubtful(ColumnKey.of(column)) : ShapeNode.leaf("#" + index);
        return ShapeNode.of("column", ShapeNode.leaf(number), place);
    }

    private int index(String column) {
        List<String> all = columns == null ? List.of() : columns;
        for (int i = 0; i < all.size(); i++) {
            if (ColumnKey.of(all.get(i)).equals(ColumnKey.of(column))) {
                return i;
            }
        }
        return -1;
    }
}
