package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.DoubleStream;

/**
 * A column of the type FLOAT or DOUBLE.
 *
 * @param <R> the record of the table or view
 */
public sealed class FloatingColumn<R> extends OrderedColumn<R> permits NullableFloatingColumn {
    FloatingColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(double value) {
        return compared(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(double value) {
        return compared(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(double value) {
        return compared(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(double value) {
        return compared(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(double value) {
        return compared(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(double value) {
        return compared(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(double from, double to) {
        return inRange(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(double... values) {
        return among(DoubleStream.of(values).boxed().toList());
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<Double> values) {
        return among(values);
    }
}
