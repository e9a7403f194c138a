package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.DoubleStream;

/**
 * The comparisons of a column of the type FLOAT or DOUBLE with values of {@code double}.
 *
 * @param <R> the record of the table or view
 * @param <V> Double, which may be null if the column is nullable
 */
abstract sealed class DoubleComparisons<R, V extends @org.jspecify.annotations.Nullable Object>
        extends PrimitiveColumn<R, V, Double> permits DoubleColumn, DoubleColumn.Nullable {
    DoubleComparisons(Descriptor<R> owner, String name) {
        super(owner, name, ValueType.DOUBLE, ValueType.DOUBLE);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(double value) {
        return comparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(double value) {
        return comparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(double value) {
        return comparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(double value) {
        return comparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(double value) {
        return comparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(double value) {
        return comparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(double from, double to) {
        return range(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(double... values) {
        return membership(DoubleStream.of(values).boxed().toList());
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<Double> values) {
        return membership(values);
    }
}
