package dev.cairn.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The columns of an object, and how its generated class makes them: each field by one call, in the order of the columns.
 *
 * @param <R> the record
 */
public abstract sealed class ColumnList<R> permits Descriptor {
    private final List<Column<R>> columns = new ArrayList<>();

    ColumnList() {}

    /** The columns in their order, which is that of the values in a {@link Row}. */
    public final List<Column<R>> columns() {
        return Collections.unmodifiableList(columns);
    }

    abstract Descriptor<R> self();

    private <C extends Column<R>> C added(C column) {
        columns.add(column);
        return column;
    }

    protected final BooleanColumn<R> bool(String column) {
        return added(new BooleanColumn<>(self(), columns.size(), column));
    }

    protected final NullableBooleanColumn<R> nullableBool(String column) {
        return added(new NullableBooleanColumn<>(self(), columns.size(), column));
    }

    protected final IntegralColumn<R> integral(String column) {
        return added(new IntegralColumn<>(self(), columns.size(), column));
    }

    protected final NullableIntegralColumn<R> nullableIntegral(String column) {
        return added(new NullableIntegralColumn<>(self(), columns.size(), column));
    }

    protected final LargeIntegerColumn<R> largeInteger(String column) {
        return added(new LargeIntegerColumn<>(self(), columns.size(), column));
    }

    protected final NullableLargeIntegerColumn<R> nullableLargeInteger(String column) {
        return added(new NullableLargeIntegerColumn<>(self(), columns.size(), column));
    }

    protected final DecimalColumn<R> decimal(String column) {
        return added(new DecimalColumn<>(self(), columns.size(), column));
    }

    protected final NullableDecimalColumn<R> nullableDecimal(String column) {
        return added(new NullableDecimalColumn<>(self(), columns.size(), column));
    }

    protected final FloatingColumn<R> floating(String column) {
        return added(new FloatingColumn<>(self(), columns.size(), column));
    }

    protected final NullableFloatingColumn<R> nullableFloating(String column) {
        return added(new NullableFloatingColumn<>(self(), columns.size(), column));
    }

    protected final TextColumn<R> text(String column) {
        return added(new TextColumn<>(self(), columns.size(), column));
    }

    protected final NullableTextColumn<R> nullableText(String column) {
        return added(new NullableTextColumn<>(self(), columns.size(), column));
    }

    protected final <E extends Enum<E>> EnumColumn<R, E> enumeration(String column) {
        return added(new EnumColumn<>(self(), columns.size(), column));
    }

    protected final <E extends Enum<E>> NullableEnumColumn<R, E> nullableEnumeration(String column) {
        return added(new NullableEnumColumn<>(self(), columns.size(), column));
    }

    protected final DateColumn<R> date(String column) {
        return added(new DateColumn<>(self(), columns.size(), column));
    }

    protected final NullableDateColumn<R> nullableDate(String column) {
        return added(new NullableDateColumn<>(self(), columns.size(), column));
    }

    protected final DateTimeColumn<R> dateTime(String column) {
        return added(new DateTimeColumn<>(self(), columns.size(), column));
    }

    protected final NullableDateTimeColumn<R> nullableDateTime(String column) {
        return added(new NullableDateTimeColumn<>(self(), columns.size(), column));
    }

    protected final BinaryColumn<R> binary(String column) {
        return added(new BinaryColumn<>(self(), columns.size(), column));
    }

    protected final NullableBinaryColumn<R> nullableBinary(String column) {
        return added(new NullableBinaryColumn<>(self(), columns.size(), column));
    }

    protected final PlainColumn<R> plain(String column) {
        return added(new PlainColumn<>(self(), columns.size(), column, null));
    }

    protected final PlainColumn<R> plain(String column, ValueType<?> metric) {
        return added(new PlainColumn<>(self(), columns.size(), column, metric));
    }

    protected final NullablePlainColumn<R> nullablePlain(String column) {
        return added(new NullablePlainColumn<>(self(), columns.size(), column, null));
    }

    protected final NullablePlainColumn<R> nullablePlain(String column, ValueType<?> metric) {
        return added(new NullablePlainColumn<>(self(), columns.size(), column, metric));
    }
}
