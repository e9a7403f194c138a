package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * The partition columns of a table. Columns that an expression in a list reads are not among them: the expression's
 * value is in a hidden column.
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

    /** The columns that determine a row's partition, including those inside expressions. */
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
