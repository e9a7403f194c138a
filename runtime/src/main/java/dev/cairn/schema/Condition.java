package dev.cairn.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What rows have to meet. It is a value: nothing happens before it stands in a query.
 *
 * <pre>{@code
 * ORDER.amount.gt(100).and(ORDER.city.eq("Oslo").or(ORDER.city.isNull()))
 * }</pre>
 *
 * <p>The values in it are of the classes that JDBC binds: numbers, Boolean, String, LocalDate, LocalDateTime and byte[];
 * constants of enums are there by their names.
 *
 * @param <R> the record of the table or view
 */
public sealed interface Condition<R> {
    /** Both. */
    default Condition<R> and(Condition<R> other) {
        return new And<>(joined(this instanceof And<R> and ? and.parts() : List.of(this), other));
    }

    /** One of the two, or both. */
    default Condition<R> or(Condition<R> other) {
        return new Or<>(joined(this instanceof Or<R> or ? or.parts() : List.of(this), other));
    }

    /** The opposite; a comparison with NULL is neither true nor false, and so is its opposite. */
    default Condition<R> not() {
        return new Not<>(this);
    }

    private static void requireValue(Column<?> column, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException(
                    column + ": a comparison with NULL is never true; use isNull() or isNotNull()");
        }
    }

    private static <R> List<Condition<R>> joined(List<Condition<R>> parts, Condition<R> last) {
        Objects.requireNonNull(last, "there is no condition to combine with: the other one is null");
        List<Condition<R>> all = new ArrayList<>(parts);
        all.add(last);
        return all;
    }

    /** {@code column = value}. */
    record Comparison<R>(Column<R> column, Operator operator, Object value) implements Condition<R> {
        public Comparison {
            requireValue(column, value);
        }
    }

    /** How two values compare. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** {@code column BETWEEN from AND to}: both ends belong to it. */
    record Between<R>(Column<R> column, Object from, Object to) implements Condition<R> {
        public Between {
            requireValue(column, from);
            requireValue(column, to);
        }
    }

    /** {@code column IN (values)}; no row meets it when there are none. */
    record In<R>(Column<R> column, List<?> values) implements Condition<R> {
        public In {
            if (values == null) {
                throw new NullPointerException(column + ": the list of values is null; an empty one matches no row");
            }
            values.forEach(value -> requireValue(column, value));
            values = List.copyOf(values);
        }
    }

    /** {@code column LIKE pattern}. */
    record Like<R>(Column<R> column, String pattern) implements Condition<R> {
        public Like {
            requireValue(column, pattern);
        }
    }

    /** {@code column IS NULL}. */
    record IsNull<R>(NullableColumn<R> column) implements Condition<R> {}

    /** {@code NOT (condition)}. */
    record Not<R>(Condition<R> condition) implements Condition<R> {}

    /** All of the parts. */
    record And<R>(List<Condition<R>> parts) implements Condition<R> {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of the parts. */
    record Or<R>(List<Condition<R>> parts) implements Condition<R> {
        public Or {
            parts = List.copyOf(parts);
        }
    }
}
