package dev.cairn.schema;

/**
 * A column of numbers that Java represents by a primitive type: TINYINT, SMALLINT, INT, BIGINT, FLOAT or DOUBLE.
 *
 * @param <R> the record of the table or view
 * @param <V> the type of the values: Integer, Long or Double
 * @param <S> the type of their sum: Long or Double
 */
public abstract sealed class PrimitiveColumn<R, V extends @org.jspecify.annotations.Nullable Object, S>
        extends SortableColumn<R, V> permits IntComparisons, LongComparisons, DoubleComparisons {
    private final ValueType<?> type;
    private final ValueType<S> sumType;

    PrimitiveColumn(Descriptor<R> owner, String name, ValueType<?> type, ValueType<S> sumType) {
        super(owner, name);
        this.type = type;
        this.sumType = sumType;
    }

    @Override
    public final ValueType<?> valueType() {
        return type;
    }

    final ValueType<S> sumType() {
        return sumType;
    }
}
