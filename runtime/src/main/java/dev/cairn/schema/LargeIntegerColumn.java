package dev.cairn.schema;

import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * A column of the type LARGEINT.
 *
 * @param <R> the record of the table or view
 */
public sealed class LargeIntegerColumn<R> extends ComparableColumn<R, BigInteger> permits NullableLargeIntegerColumn {
    LargeIntegerColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(long value) {
        return eq(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(long value) {
        return ne(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(long value) {
        return lt(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(long value) {
        return le(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(long value) {
        return gt(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(long value) {
        return ge(BigInteger.valueOf(value));
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(long from, long to) {
        return between(BigInteger.valueOf(from), BigInteger.valueOf(to));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(long... values) {
        return in(LongStream.of(values).mapToObj(BigInteger::valueOf).toList());
    }
}
