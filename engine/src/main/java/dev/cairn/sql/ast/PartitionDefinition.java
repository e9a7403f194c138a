package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a list of partitions. */
public sealed interface PartitionDefinition {
    Span span();

    /** Returns the name; a batch of partitions has an empty one. */
    default Name name() {
        return Name.of("");
    }

    default boolean ifNotExists() {
        return false;
    }

    default List<Property> properties() {
        return List.of();
    }

    /** Returns a partition with another name; a batch is not changed. */
    default PartitionDefinition withName(Name newName) {
        return this;
    }

    /** Returns a partition with other properties; a batch is not changed. */
    default PartitionDefinition withProperties(List<Property> newProperties) {
        return this;
    }

    /** {@code PARTITION p VALUES LESS THAN ("10")}, or {@code VALUES LESS THAN MAXVALUE} without parentheses. */
    record LessThanPartition(
            boolean ifNotExists,
            Name name,
            List<Bound> upperBounds,
            boolean hasBareMaxvalue,
            List<Property> properties,
            Span span)
            implements PartitionDefinition {
        public LessThanPartition {
            upperBounds = List.copyOf(upperBounds);
            properties = List.copyOf(properties);
        }

        @Override
        public LessThanPartition withName(Name newName) {
            return new LessThanPartition(ifNotExists, newName, upperBounds, hasBareMaxvalue, properties, span);
        }

        @Override
        public LessThanPartition withProperties(List<Property> newProperties) {
            return new LessThanPartition(ifNotExists, name, upperBounds, hasBareMaxvalue, newProperties, span);
        }
    }

    /** {@code PARTITION p VALUES [("1"), ("10"))}. */
    record RangePartition(
            boolean ifNotExists,
            Name name,
            List<Bound> lowerBounds,
            List<Bound> upperBounds,
            List<Property> properties,
            Span span)
            implements PartitionDefinition {
        public RangePartition {
            lowerBounds = List.copyOf(lowerBounds);
            upperBounds = List.copyOf(upperBounds);
            properties = List.copyOf(properties);
        }

        @Override
        public RangePartition withName(Name newName) {
            return new RangePartition(ifNotExists, newName, lowerBounds, upperBounds, properties, span);
        }

        @Override
        public RangePartition withProperties(List<Property> newProperties) {
            return new RangePartition(ifNotExists, name, lowerBounds, upperBounds, newProperties, span);
        }
    }

    /**
     * {@code START ("2024-01-01") END ("2025-01-01") EVERY (INTERVAL 1 MONTH)}; the unit is null for a plain number.
     */
    record PartitionBatch(
            String start, String end, int step, @Nullable String unit, Span span) implements PartitionDefinition {}

    /** {@code PARTITION p VALUES IN ("a", "b")}, or {@code (("a", "1"), ("b", "2"))}, with a tuple for each value. */
    record ListPartition(
            boolean ifNotExists,
            Name name,
            List<List<Bound>> values,
            boolean hasParenthesizedValues,
            List<Property> properties,
            Span span)
            implements PartitionDefinition {
        public ListPartition {
            values = values.stream().map(List::copyOf).toList();
            properties = List.copyOf(properties);
        }

        @Override
        public ListPartition withName(Name newName) {
            return new ListPartition(ifNotExists, newName, values, hasParenthesizedValues, properties, span);
        }

        @Override
        public ListPartition withProperties(List<Property> newProperties) {
            return new ListPartition(ifNotExists, name, values, hasParenthesizedValues, newProperties, span);
        }
    }

    /** A value in a bound or in a list. */
    sealed interface Bound {
        record LiteralBound(String text) implements Bound {}

        record MaximumBound() implements Bound {}

        record NullBound() implements Bound {}
    }
}
