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

/**
 * Parses the values of list partitions into the form that the server stores, and finds values that an existing
 * partition has already.
 */
final class ListPartitionValueParser {
    private final List<Type> types;
    private final Set<List<PartitionValue>> existingTuples = new HashSet<>();

    ListPartitionValueParser(List<Type> types, List<PartitionDefinition> partitions) {
        this.types = types;
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof ListPartition listPartition) {
                existingTuples.addAll(parseTuples(listPartition, listPartition.span()));
            }
        }
    }

    /**
     * Returns the partition with each value in the form that the server stores.
     *
     * @param span the place that the server names in its errors
     */
    ListPartition normalize(ListPartition partition, Span span) {
        boolean hasTuples = partition.hasParenthesizedValues() || types.size() > 1;
        return new ListPartition(
                false, // IF NOT EXISTS is not stored
                partition.name(),
                toBounds(parseTuples(partition, span)),
                hasTuples,
                partition.properties(),
                partition.span());
    }

    /** Returns whether an existing partition has one of the values of the partition. */
    boolean overlapsExisting(ListPartition partition) {
        return parseTuples(partition, partition.span()).stream().anyMatch(existingTuples::contains);
    }

    static List<List<Bound>> toBounds(List<List<PartitionValue>> tuples) {
        return tuples.stream()
                .map(tuple ->
                        tuple.stream().map(ListPartitionValueParser::toBound).toList())
                .toList();
    }

    /**
     * Parses the values of a partition by list: each value of a single column, or each parenthesized list of values, is
     * a tuple.
     *
     * @throws Refusal if a tuple does not have one value for each column, or if a value is not valid for its type
     */
    List<List<PartitionValue>> parseTuples(ListPartition partition, Span span) {
        List<List<PartitionValue>> tuples = new ArrayList<>();
        for (List<Bound> tuple : partition.values()) {
            if (tuple.size() != types.size()) {
                throw Refusal.ofAnalysis(span, PartitionRule.VALUE_COUNT_DIFFERS);
            }
            tuples.add(parseTuple(tuple, span));
        }
        return tuples;
    }

    private List<PartitionValue> parseTuple(List<Bound> tuple, Span span) {
        List<PartitionValue> values = new ArrayList<>();
        try {
            for (int i = 0; i < tuple.size(); i++) {
                values.add(PartitionValue.of(tuple.get(i), types.get(i)));
            }
        } catch (InvalidValueException failure) {
            throw Refusal.ofAnalysis(span, failure.rule(), failure.arguments());
        }
        return values;
    }

    private static Bound toBound(PartitionValue value) {
        return value instanceof PartitionValue.Null ? new Bound.NullBound() : new Bound.LiteralBound(value.text());
    }
}
