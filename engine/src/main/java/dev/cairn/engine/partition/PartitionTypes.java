package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.RangeExpressions;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** Determines the types of a table's partition columns or partition expression. */
final class PartitionTypes {
    private PartitionTypes() {}

    static List<Type> of(Table table) {
        if (table.partitioning() instanceof Partitioning.RangeBy range) {
            Type own = RangeExpressions.ownType(range.by());
            if (own != null) {
                return List.of(own);
            }
        }
        if (table.partitioning() instanceof Partitioning.ListBy list) {
            return list.items().stream().map(item -> ofItem(table, item)).toList();
        }
        return PartitionColumns.of(table.partitioning()).stream()
                .map(name -> ofColumn(table, name))
                .toList();
    }

    private static Type ofColumn(Table table, String name) {
        return table.column(name).orElseThrow().type();
    }

    private static Type ofItem(Table table, Expression item) {
        List<String> read = ColumnReferences.in(item);
        return ofColumn(table, read.get(0));
    }
}
