package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A bound of a range, or a value of a list, with one value for each partition column. Keys are compared column
 * by column.
 */
record PartitionKey(List<PartitionValue> values, List<Type> types) implements Comparable<PartitionKey> {
    PartitionKey {
        values = List.copyOf(values);
    }

    /** Returns the key for the bounds; a column without a bound gets the minimum value of its type. */
    static PartitionKey of(List<Bound> bounds, List<Type> types) throws InvalidValueException {
        List<PartitionValue> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            values.add(
                    i < bounds.size()
                            ? PartitionValue.of(bounds.get(i), types.get(i))
                            : PartitionValue.minimum(types.get(i)));
        }
        return new PartitionKey(values, types);
    }

    /** Returns the key for the bounds of an existing partition, which are known to be valid. */
    static PartitionKey ofStored(List<Bound> bounds, List<Type> types) {
        try {
            return of(bounds, types);
        } catch (InvalidValueException failure) {
            throw new IllegalStateException("a partition's bounds are not values of its column", failure);
        }
    }

    /** Returns the key for a value, or a list of values, of an existing list partition. */
    static PartitionKey ofStoredTuple(List<Bound> bounds, List<Type> types) {
        List<PartitionValue> values = new ArrayList<>(types.size());
        try {
            for (int i = 0; i < types.size(); i++) {
                values.add(PartitionCoverage.parseValue(bounds.get(i), types.get(i)));
            }
        } catch (InvalidValueException failure) {
            throw new IllegalStateException("a partition's values are not values of its column", failure);
        }
        return new PartitionKey(values, types);
    }

    static PartitionKey minimum(List<Type> types) throws InvalidValueException {
        return of(List.of(), types);
    }

    static PartitionKey maximum(List<Type> types) {
        return new PartitionKey(Collections.nCopies(types.size(), new PartitionValue.Maximum()), types);
    }

    boolean isMinimum() throws InvalidValueException {
        return compareTo(minimum(types)) == 0;
    }

    /** Returns whether the range that begins at this key of an existing partition also contains NULL. */
    boolean includesNull() {
        return compareTo(ofStored(List.of(), types)) == 0;
    }

    List<Bound> bounds() {
        return values.stream().map(value -> toBound(value, value.text())).toList();
    }

    /** Returns the bounds with one spelling of each value, so equal keys have equal bounds. */
    List<Bound> canonicalBounds() {
        return values.stream()
                .map(value -> toBound(value, value.canonicalText()))
                .toList();
    }

    private static Bound toBound(PartitionValue value, String text) {
        return value instanceof PartitionValue.Maximum ? new Bound.MaximumBound() : new Bound.LiteralBound(text);
    }

    @Override
    public int compareTo(PartitionKey other) {
        for (int i = 0; i < values.size(); i++) {
            int order = values.get(i).compareTo(other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Returns the key as the server's messages print it. */
    @Override
    public String toString() {
        String joinedTypeNames =
                types.stream().map(type -> PrimitiveType.of(type).name()).collect(Collectors.joining(", "));
        String joinedValueTexts = values.stream().map(PartitionValue::text).collect(Collectors.joining(", "));
        return "types: [" + joinedTypeNames + "]; keys: [" + joinedValueTexts + "]; ";
    }
}
