package dev.cairn.schema;

/**
 * The operations of a column that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public sealed interface NullableColumn<R>
        permits Column.Nullable,
                EqualityColumn.Nullable,
                OrderedColumn.Nullable,
                TextColumn.Nullable,
                NumberColumn.Nullable,
                IntColumn.Nullable,
                LongColumn.Nullable,
                DoubleColumn.Nullable {
    /** Returns the name of the column. */
    String name();

    /** Returns the position of the column; see {@link Column#position}. */
    int position();

    /** Returns the condition {@code column IS NULL}. */
    default Condition<R> isNull() {
        return new Condition.IsNull<>(this);
    }

    /** Returns the condition {@code column IS NOT NULL}. */
    default Condition<R> isNotNull() {
        return isNull().not();
    }
}
