package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.DoubleStream;

/**
 * A column of the type FLOAT or DOUBLE, which is compared with values of {@code double}.
 *
 * @param <R> the record of the table or view
 */
public sealed class DoubleColumn<R> extends SortableColumn<R> permits DoubleColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public DoubleColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(double value) {
        return createComparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(double value) {
        return createComparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(double value) {
        return createComparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(double value) {
        return createComparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(double value) {
        return createComparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(double value) {
        return createComparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(double from, double to) {
        return createBetweenCondition(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(double... values) {
        return createInCondition(DoubleStream.of(values).boxed().toList());
    }

    /**
     * Returns the condition {@code column IN (values)}; without values, no row meets it.
     *
     * @throws NullPointerException if one of the values is null
     */
    public final Condition<R> in(Collection<Double> values) {
        return createInCondition(values);
    }

    /** A column of the type FLOAT or DOUBLE that may hold NULL. */
    public static final class Nullable<R> extends DoubleColumn<R> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
