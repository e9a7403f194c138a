package dev.cairn.schema;

import dev.cairn.schema.SortableColumn.SortOrder;
import org.jspecify.annotations.Nullable;

/**
 * An expression that a query can select: a column, or an aggregate.
 *
 * @param <R> the record of the table or view
 * @param <T> the type of the values, which is nullable if they may be NULL
 */
public sealed interface Selectable<R, T extends @Nullable Object> permits SortableColumn, AggregateValue {
    /** Returns the type as which the values are read. */
    ValueType<?> valueType();

    /** Returns whether the value may be NULL. */
    boolean isNullable();

    /**
     * The order of rows by a column, or of groups of rows by an aggregate.
     *
     * @param <R> the record of the table or view
     */
    sealed interface Ordering<R> permits SortOrder, AggregateValue.AggregateOrder {
        /** Returns the column or the aggregate. */
        Selectable<R, ?> selectable();

        /** Returns whether the order is ascending or descending. */
        SortOrder.Direction direction();
    }
}
