package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * The comparisons of a column of the type BIGINT with values of {@code long}.
 *
 * @param <R> the record of the table or view
 * @param <V> Long, which may be null if the column is nullable
 */
abstract sealed class LongComparisons<R, V extends @org.jspecify.annotations.Nullable Object>
        extends PrimitiveColumn<R, V, Long> permits LongColumn, LongColumn.Nullable {
    LongComparisons(Descriptor<R> owner, String name) {
        super(owner, name, ValueType.LONG, ValueType.LONG);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(long value) {
        return comparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(long value) {
        return comparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(long value) {
        return comparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(long value) {
        return comparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(long value) {
        return comparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(long value) {
        return comparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(long from, long to) {
        return range(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(long... values) {
        return membership(LongStream.of(values).boxed().toList());
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<Long> values) {
        return membership(values);
    }
}
