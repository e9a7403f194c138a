package dev.cairn.schema;

/**
 * What a column has that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public sealed interface NullableColumn<R>
        permits NullableBooleanColumn,
                NullableIntegralColumn,
                NullableLargeIntegerColumn,
                NullableDecimalColumn,
                NullableFloatingColumn,
                NullableTextColumn,
                NullableEnumColumn,
                NullableDateColumn,
                NullableDateTimeColumn,
                NullableBinaryColumn,
                NullablePlainColumn {
    String name();

    /** {@link Column#position}. */
    int position();

    /** {@code column IS NULL}. */
    default Condition<R> isNull() {
        return new Condition.IsNull<>(this);
    }

    /** {@code column IS NOT NULL}. */
    default Condition<R> isNotNull() {
        return isNull().not();
    }
}
