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

    /** {@code PARTITION p VALUES LESS THAN ("10")}; {@code maximum} marks MAXVALUE without parentheses. */
    record LessThan(
            boolean ifNotExists, Name name, List<Bound> values, boolean maximum, List<Property> properties, Span span)
            implements PartitionDefinition {
        public LessThan {
            values = List.copyOf(values);
            properties = List.copyOf(properties);
        }

        @Override
        public LessThan withName(Name newName) {
            return new LessThan(ifNotExists, newName, values, maximum, properties, span);
        }

        @Override
        public LessThan withProperties(List<Property> newProperties) {
            return new LessThan(ifNotExists, name, values, maximum, newProperties, span);
        }
    }

    /** {@code PARTITION p VALUES [("1"), ("10"))}. */
    record FixedRange(
            boolean ifNotExists, Name name, List<Bound> lower, List<Bound> upper, List<Property> properties, Span span)
            implements PartitionDefinition {
        public FixedRange {
            lower = List.copyOf(lower);
            upper = List.copyOf(upper);
            properties = List.copyOf(properties);
        }

        @Override
        public FixedRange withName(Name newName) {
            return new FixedRange(ifNotExists, newName, lower, upper, properties, span);
        }

        @Override
        public FixedRange withProperties(List<Property> newProperties) {
            return new FixedRange(ifNotExists, name, lower, upper, newProperties, span);
        }
    }

    /**
     * {@code START ("2024-01-01") END ("2025-01-01") EVERY (INTERVAL 1 MONTH)}; the unit is null for a plain number.
     */
    record Every(
            String start, String end, int step, @Nullable String unit, Span span) implements PartitionDefinition {}

    /** {@code PARTITION p VALUES IN ("a", "b")}, or {@code (("a", "1"), ("b", "2"))}, with a row for each value. */
    record In(
            boolean ifNotExists,
            Name name,
            List<List<Bound>> values,
            boolean rows,
            List<Property> properties,
            Span span)
            implements PartitionDefinition {
        public In {
            values = values.stream().map(List::copyOf).toList();
            properties = List.copyOf(properties);
        }

        @Override
        public In withName(Name newName) {
            return new In(ifNotExists, newName, values, rows, properties, span);
        }

        @Override
        public In withProperties(List<Property> newProperties) {
            return new In(ifNotExists, name, values, rows, newProperties, span);
        }
    }

    /** A value in a bound or in a list. */
    sealed interface Bound {
        record Value(String text) implements Bound {}

        record Maximum() implements Bound {}

        record Null() implements Bound {}
    }
}
