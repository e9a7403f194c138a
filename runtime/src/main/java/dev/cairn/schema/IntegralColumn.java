package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * A column of the type TINYINT, SMALLINT, INT or BIGINT.
 *
 * @param <R> the record of the table or view
 */
public sealed class IntegralColumn<R> extends OrderedColumn<R> permits NullableIntegralColumn {
    IntegralColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(long value) {
        return compared(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(long value) {
        return compared(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(long value) {
        return compared(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(long value) {
        return compared(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(long value) {
        return compared(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(long value) {
        return compared(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(long from, long to) {
        return inRange(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(long... values) {
        return among(LongStream.of(values).boxed().toList());
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<Long> values) {
        return among(values);
    }
}
