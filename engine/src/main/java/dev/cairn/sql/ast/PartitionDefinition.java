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
            boolean ifNotExists, Name name, List<Bound> values, boolean isMaximum, List<Property> properties, Span span)
            implements PartitionDefinition {
        public LessThanPartition {
            values = List.copyOf(values);
            properties = List.copyOf(properties);
        }

        @Override
        public LessThanPartition withName(Name newName) {
            return new LessThanPartition(ifNotExists, newName, values, isMaximum, properties, span);
        }

        @Override
        public LessThanPartition withProperties(List<Property> newProperties) {
            return new LessThanPartition(ifNotExists, name, values, isMaximum, newProperties, span);
        }
    }

    /** {@code PARTITION p VALUES [("1"), ("10"))}. */
    record RangePartition(
            boolean ifNotExists, Name name, List<Bound> lower, List<Bound> upper, List<Property> properties, Span span)
            implements PartitionDefinition {
        public RangePartition {
            lower = List.copyOf(lower);
            upper = List.copyOf(upper);
            properties = List.copyOf(properties);
        }

        @Override
        public RangePartition withName(Name newName) {
            return new RangePartition(ifNotExists, newName, lower, upper, properties, span);
        }

        @Override
        public RangePartition withProperties(List<Property> newProperties) {
            return new RangePartition(ifNotExists, name, lower, upper, newProperties, span);
        }
    }

    /**
     * {@code START ("2024-01-01") END ("2025-01-01") EVERY (INTERVAL 1 MONTH)}; the unit is null for a plain number.
     */
    record PartitionBatch(
            String start, String end, int step, @Nullable String unit, Span span) implements PartitionDefinition {}

    /** {@code PARTITION p VALUES IN ("a", "b")}, or {@code (("a", "1"), ("b", "2"))}, with a row for each value. */
    record ListPartition(
            boolean ifNotExists,
            Name name,
            List<List<Bound>> values,
            boolean hasRows,
            List<Property> properties,
            Span span)
            implements PartitionDefinition {
        public ListPartition {
            values = values.stream().map(List::copyOf).toList();
            properties = List.copyOf(properties);
        }

        @Override
        public ListPartition withName(Name newName) {
            return new ListPartition(ifNotExists, newName, values, hasRows, properties, span);
        }

        @Override
        public ListPartition withProperties(List<Property> newProperties) {
            return new ListPartition(ifNotExists, name, values, hasRows, newProperties, span);
        }
    }

    /** A value in a bound or in a list. */
    sealed interface Bound {
        record LiteralBound(String text) implements Bound {}

        record MaximumBound() implements Bound {}

        record NullBound() implements Bound {}
    }
}
