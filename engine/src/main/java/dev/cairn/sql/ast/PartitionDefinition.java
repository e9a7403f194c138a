package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a list of partitions. */
public sealed interface PartitionDefinition {
    Span span();

    /** {@code PARTITION p VALUES LESS THAN ("10")}; {@code maximum} marks MAXVALUE without parentheses. */
    record LessThan(
            boolean ifNotExists, Name name, List<Bound> values, boolean maximum, List<Property> properties, Span span)
            implements PartitionDefinition {
        public LessThan {
            values = List.copyOf(values);
            properties = List.copyOf(properties);
        }
    }

    /** {@code PARTITION p VALUES [("1"), ("10"))}. */
    record Fixed(
            boolean ifNotExists, Name name, List<Bound> lower, List<Bound> upper, List<Property> properties, Span span)
            implements PartitionDefinition {
        public Fixed {
            lower = List.copyOf(lower);
            upper = List.copyOf(upper);
            properties = List.copyOf(properties);
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
    }

    /** A value in a bound or in a list. */
    sealed interface Bound {
        record Value(String text) implements Bound {}

        record Maximum() implements Bound {}

        record Null() implements Bound {}
    }
}
