package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Arrays;
import java.util.Collection;

/**
 * A column whose values are objects that can be compared.
 *
 * @param <R> the record of the table or view
 * @param <V> the type of the values
 */
public abstract sealed class ComparableColumn<R, V> extends OrderedColumn<R>
        permits LargeIntegerColumn, DecimalColumn, TextColumn, DateColumn, DateTimeColumn {
    ComparableColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(V value) {
        return compared(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(V value) {
        return compared(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(V value) {
        return compared(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(V value) {
        return compared(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(V value) {
        return compared(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(V value) {
        return compared(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(V from, V to) {
        return inRange(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Condition<R> in(V... values) {
        return among(values == null ? null : Arrays.asList(values));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<? extends V> values) {
        return among(values);
    }
}
