package dev.cairn.engine.partition;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values of partitions by list; no two partitions may contain the same value. */
final class ListedValues {
    private final List<Type> types;
    private final Set<List<PartitionValue>> existingRows = new HashSet<>();

    ListedValues(List<Type> types, List<PartitionDefinition> partitions) {
        this.types = types;
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof ListPartition listPartition) {
                existingRows.addAll(parseRows(listPartition, listPartition.span()));
            }
        }
    }

    /** Returns the partition with each value in the form that the server stores. */
    ListPartition normalize(ListPartition partition, Span span) {
        boolean hasRows = partition.hasRows() || types.size() > 1;
        return new ListPartition(
                false,
                partition.name(),
                toBounds(parseRows(partition, span)),
                hasRows,
                partition.properties(),
                partition.span());
    }

    boolean overlaps(ListPartition partition) {
        return parseRows(partition, partition.span()).stream().anyMatch(existingRows::contains);
    }

    static List<List<Bound>> toBounds(List<List<PartitionValue>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(ListedValues::toBound).toList())
                .toList();
    }

    /** Parses the values of a partition by list; the result has one row for each list in parentheses. */
    List<List<PartitionValue>> parseRows(ListPartition partition, Span span) {
        List<List<PartitionValue>> values = new ArrayList<>();
        for (List<Bound> row : partition.values()) {
            if (row.size() != types.size()) {
                throw Refusal.analysis(span, PartitionRule.VALUE_COUNT);
            }
            values.add(parseRow(row, span));
        }
        return values;
    }

    private List<PartitionValue> parseRow(List<Bound> row, Span span) {
        List<PartitionValue> values = new ArrayList<>();
        try {
            for (int i = 0; i < row.size(); i++) {
                values.add(PartitionValue.of(row.get(i), types.get(i)));
            }
        } catch (InvalidValueException e) {
            throw Refusal.analysis(span, e.rule(), e.arguments());
        }
        return values;
    }

    private static Bound toBound(PartitionValue value) {
        return value instanceof PartitionValue.Null ? new Bound.NullBound() : new Bound.LiteralBound(value.text());
    }
}
