package dev.cairn.schema;

import java.math.BigDecimal;
import java.util.stream.LongStream;

/**
 * A column of the type DECIMAL.
 *
 * @param <R> the record of the table or view
 */
public sealed class DecimalColumn<R> extends ComparableColumn<R, BigDecimal> permits NullableDecimalColumn {
    DecimalColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(long value) {
        return eq(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(long value) {
        return ne(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(long value) {
        return lt(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(long value) {
        return le(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(long value) {
        return gt(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(long value) {
        return ge(BigDecimal.valueOf(value));
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(long from, long to) {
        return between(BigDecimal.valueOf(from), BigDecimal.valueOf(to));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(long... values) {
        return in(LongStream.of(values).mapToObj(BigDecimal::valueOf).toList());
    }
}
