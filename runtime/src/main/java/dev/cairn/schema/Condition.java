package dev.cairn.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on rows. It is an immutable value: it has no effect until it is used in a query.
 *
 * <pre>{@code
 * ORDER.amount.gt(100).and(ORDER.city.eq("Oslo").or(ORDER.city.isNull()))
 * }</pre>
 *
 * <p>The values in a condition are of classes that JDBC can bind: numbers, Boolean, String, LocalDate, LocalDateTime
 * and byte[]. An enum constant is represented by its name.
 *
 * @param <R> the record of the table or view
 */
public sealed interface Condition<R> {
    /** Returns a condition that a row meets if it meets both this one and the other one. */
    default Condition<R> and(Condition<R> other) {
        return new And<>(append(this instanceof And<R> conjunction ? conjunction.parts() : List.of(this), other));
    }

    /** Returns a condition that a row meets if it meets this one, the other one, or both. */
    default Condition<R> or(Condition<R> other) {
        return new Or<>(append(this instanceof Or<R> disjunction ? disjunction.parts() : List.of(this), other));
    }

    /** Returns the negation. A comparison with NULL is neither true nor false, and neither is its negation. */
    default Condition<R> not() {
        return new Not<>(this);
    }

    private static void requireValue(Column<?> column, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException(
                    column + ": a comparison with NULL is never true; use isNull() or isNotNull()");
        }
    }

    private static <R> List<Condition<R>> append(List<Condition<R>> parts, Condition<R> addedCondition) {
        Objects.requireNonNull(addedCondition, "there is no condition to combine with: the other one is null");
        List<Condition<R>> allParts = new ArrayList<>(parts);
        allParts.add(addedCondition);
        return allParts;
    }

    /** The condition {@code column = value}, or another comparison with a value. */
    record Comparison<R>(Column<R> column, Operator operator, Object value) implements Condition<R> {
        /**
         * Requires a value.
         *
         * @throws NullPointerException if the value is null: no comparison with NULL is ever true
         */
        public Comparison {
            requireValue(column, value);
        }
    }

    /** The operator of a comparison. */
    enum Operator {
        /** {@code =} */
        EQUAL,
        /** {@code !=} */
        NOT_EQUAL,
        /** {@code <} */
        LESS,
        /** {@code <=} */
        LESS_OR_EQUAL,
        /** {@code >} */
        GREATER,
        /** {@code >=} */
        GREATER_OR_EQUAL
    }

    /** The condition {@code column BETWEEN from AND to}, which includes both bounds. */
    record Between<R>(Column<R> column, Object from, Object to) implements Condition<R> {
        /**
         * Requires both bounds.
         *
         * @throws NullPointerException if one of the bounds is null: no comparison with NULL is ever true
         */
        public Between {
            requireValue(column, from);
            requireValue(column, to);
        }
    }

    /** The condition {@code column IN (values)}; without values, no row meets it. */
    record In<R>(Column<R> column, List<?> values) implements Condition<R> {
        /**
         * Copies the list.
         *
         * @throws NullPointerException if the list or one of its values is null: no comparison with NULL is ever true
         */
        public In {
            if (values == null) {
                throw new NullPointerException(
                        column + ": the list of values is null; pass an empty list to match no row");
            }
            values.forEach(value -> requireValue(column, value));
            values = List.copyOf(values);
        }
    }

    /** The condition {@code column LIKE pattern}. */
    record Like<R>(Column<R> column, String pattern) implements Condition<R> {
        /**
         * Requires a pattern.
         *
         * @throws NullPointerException if the pattern is null: no comparison with NULL is ever true
         */
        public Like {
            requireValue(column, pattern);
        }
    }

    /** The condition {@code column IS NULL}. */
    record IsNull<R>(NullableColumn<R> column) implements Condition<R> {}

    /** The condition {@code NOT (condition)}. */
    record Not<R>(Condition<R> condition) implements Condition<R> {}

    /** A condition that a row meets if it meets all parts. */
    record And<R>(List<Condition<R>> parts) implements Condition<R> {
        /** Copies the parts, which all have to be met. */
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** A condition that a row meets if it meets at least one of the parts. */
    record Or<R>(List<Condition<R>> parts) implements Condition<R> {
        /** Copies the parts. A row has to meet at least one of them. */
        public Or {
            parts = List.copyOf(parts);
        }
    }
}
