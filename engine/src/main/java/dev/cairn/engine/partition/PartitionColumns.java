package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a table is divided by. Those that expressions in a list read are none of them: they are held by the
 * hidden column that has the expression's value.
 */
public final class PartitionColumns {
    private PartitionColumns() {}

    public static List<String> of(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.Range range) {
            return range.columns();
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return ColumnReferences.in(range.by());
        }
        if (partitioning instanceof Partitioning.InList list) {
            return list.columns();
        }
        return partitioning instanceof Partitioning.ListBy list ? of(list) : List.of();
    }

    private static List<String> of(Partitioning.ListBy list) {
        List<String> columns = new ArrayList<>();
        for (Expression item : list.items()) {
            if (item instanceof Expression.Reference reference) {
                columns.add(reference.name().last().text());
            }
        }
        return columns;
    }

    /** The columns that a row's partition depends on, those inside of expressions too. */
    static List<String> read(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.ListBy list) {
            return list.items().stream()
                    .flatMap(item -> ColumnReferences.in(item).stream())
                    .distinct()
                    .toList();
        }
        return of(partitioning);
    }
}
