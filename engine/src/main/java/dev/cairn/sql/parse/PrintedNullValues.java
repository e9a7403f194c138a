package dev.cairn.sql.parse;

import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause.ListPartitioning;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Restores NULL in the lists of partitions that SHOW CREATE printed. The server prints NULL like the string 'NULL', and
 * refuses a table with both in one list. In a column that accepts NULL, the string is therefore read as NULL, which is
 * the only possible meaning for numbers and dates, and by far the likelier one for texts.
 */
final class PrintedNullValues {
    private static final Bound PRINTED_NULL = new Bound.LiteralBound("NULL");

    private PrintedNullValues() {}

    static CreateTable restore(CreateTable table) {
        if (!(table.partitioning() instanceof ListPartitioning partitioning)) {
            return table;
        }
        List<Boolean> nullability = partitioning.columns().stream()
                .map(column -> isNullable(column, table.columns()))
                .toList();
        List<PartitionDefinition> partitions = partitioning.partitions().stream()
                .map(partition -> partition instanceof ListPartition list ? restore(list, nullability) : partition)
                .toList();
        return table.withClauses(partitioning.withPartitions(partitions));
    }

    private static boolean isNullable(Name name, List<ColumnDefinition> columns) {
        return columns.stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(name.text())
                        && !Boolean.FALSE.equals(column.domain().nullable()));
    }

    private static PartitionDefinition restore(ListPartition partition, List<Boolean> nullability) {
        List<List<Bound>> values = partition.values().stream()
                .map(bounds -> restore(bounds, nullability))
                .toList();
        return new ListPartition(
                partition.ifNotExists(),
                partition.name(),
                values,
                partition.hasParenthesizedValues(),
                partition.properties(),
                partition.span());
    }

    /** Restores NULL in a tuple of values of all columns, or in values of the only column. */
    private static List<Bound> restore(List<Bound> bounds, List<Boolean> nullability) {
        List<Bound> restoredBounds = new ArrayList<>();
        for (int i = 0; i < bounds.size(); i++) {
            int columnIndex = nullability.size() == 1 ? 0 : i;
            boolean isNull = bounds.get(i).equals(PRINTED_NULL)
                    && columnIndex < nullability.size()
                    && nullability.get(columnIndex);
            restoredBounds.add(isNull ? new Bound.NullBound() : bounds.get(i));
        }
        return restoredBounds;
    }
}
