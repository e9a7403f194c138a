package dev.cairn.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The columns of an object. Its generated class adds each field with one call, in the order of the columns.
 *
 * @param <R> the record
 */
public abstract sealed class ColumnList<R> permits Descriptor {
    private final List<Column<R>> columns = new ArrayList<>();

    ColumnList() {}

    /** Returns the columns in their order, which is that of the values in a {@link Row}. */
    public final List<Column<R>> columns() {
        return Collections.unmodifiableList(columns);
    }

    abstract Descriptor<R> self();

    private <C extends Column<R>> C added(C column) {
        columns.add(column);
        return column;
    }

    /** Called by generated code: adds a BOOLEAN column. */
    protected final BooleanColumn<R> bool(String column) {
        return added(new BooleanColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a BOOLEAN column that may hold NULL. */
    protected final NullableBooleanColumn<R> nullableBool(String column) {
        return added(new NullableBooleanColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a TINYINT, SMALLINT, INT or BIGINT column. */
    protected final IntegralColumn<R> integral(String column) {
        return added(new IntegralColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a TINYINT, SMALLINT, INT or BIGINT column that may hold NULL. */
    protected final NullableIntegralColumn<R> nullableIntegral(String column) {
        return added(new NullableIntegralColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a LARGEINT column. */
    protected final LargeIntegerColumn<R> largeInteger(String column) {
        return added(new LargeIntegerColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a LARGEINT column that may hold NULL. */
    protected final NullableLargeIntegerColumn<R> nullableLargeInteger(String column) {
        return added(new NullableLargeIntegerColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DECIMAL column. */
    protected final DecimalColumn<R> decimal(String column) {
        return added(new DecimalColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DECIMAL column that may hold NULL. */
    protected final NullableDecimalColumn<R> nullableDecimal(String column) {
        return added(new NullableDecimalColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a FLOAT or DOUBLE column. */
    protected final FloatingColumn<R> floating(String column) {
        return added(new FloatingColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a FLOAT or DOUBLE column that may hold NULL. */
    protected final NullableFloatingColumn<R> nullableFloating(String column) {
        return added(new NullableFloatingColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a CHAR, VARCHAR or STRING column. */
    protected final TextColumn<R> text(String column) {
        return added(new TextColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a CHAR, VARCHAR or STRING column that may hold NULL. */
    protected final NullableTextColumn<R> nullableText(String column) {
        return added(new NullableTextColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a column of the names of enum constants. */
    protected final <E extends Enum<E>> EnumColumn<R, E> enumeration(String column) {
        return added(new EnumColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a column of the names of enum constants that may hold NULL. */
    protected final <E extends Enum<E>> NullableEnumColumn<R, E> nullableEnumeration(String column) {
        return added(new NullableEnumColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DATE column. */
    protected final DateColumn<R> date(String column) {
        return added(new DateColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DATE column that may hold NULL. */
    protected final NullableDateColumn<R> nullableDate(String column) {
        return added(new NullableDateColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DATETIME column. */
    protected final DateTimeColumn<R> dateTime(String column) {
        return added(new DateTimeColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a DATETIME column that may hold NULL. */
    protected final NullableDateTimeColumn<R> nullableDateTime(String column) {
        return added(new NullableDateTimeColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a VARBINARY column. */
    protected final BinaryColumn<R> binary(String column) {
        return added(new BinaryColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a VARBINARY column that may hold NULL. */
    protected final NullableBinaryColumn<R> nullableBinary(String column) {
        return added(new NullableBinaryColumn<>(self(), columns.size(), column));
    }

    /** Called by generated code: adds a column whose values can't be compared. */
    protected final PlainColumn<R> plain(String column) {
        return added(new PlainColumn<>(self(), columns.size(), column, null));
    }

    /**
     * Called by generated code: adds a column of values that only functions of the server can read.
     *
     * @param metric the type of the values: BITMAP, HLL, PERCENTILE or an aggregate state
     */
    protected final PlainColumn<R> plain(String column, ValueType<?> metric) {
        return added(new PlainColumn<>(self(), columns.size(), column, metric));
    }

    /** Called by generated code: adds a column that may hold NULL and whose values can't be compared. */
    protected final NullablePlainColumn<R> nullablePlain(String column) {
        return added(new NullablePlainColumn<>(self(), columns.size(), column, null));
    }

    /**
     * Called by generated code: adds a column that may hold NULL, of values that only functions of the server can read.
     *
     * @param metric the type of the values: BITMAP, HLL, PERCENTILE or an aggregate state
     */
    protected final NullablePlainColumn<R> nullablePlain(String column, ValueType<?> metric) {
        return added(new NullablePlainColumn<>(self(), columns.size(), column, metric));
    }
}
