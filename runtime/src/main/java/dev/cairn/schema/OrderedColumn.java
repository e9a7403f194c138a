package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;

/**
 * A column whose values have an order: DATE, DATETIME, and the types of the subclasses.
 *
 * @param <R> the record of the table or view
 * @param <V> the type of the values
 */
public sealed class OrderedColumn<R, V> extends EqualityColumn<R, V>
        permits TextColumn, NumberColumn, OrderedColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public OrderedColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(V value) {
        return createComparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(V value) {
        return createComparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(V value) {
        return createComparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(V value) {
        return createComparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(V from, V to) {
        return createBetweenCondition(from, to);
    }

    /** An {@link OrderedColumn} that may hold NULL. */
    public static final class Nullable<R, V> extends OrderedColumn<R, V> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
