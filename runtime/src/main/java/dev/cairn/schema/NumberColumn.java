package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.stream.LongStream;

/**
 * A column of the type LARGEINT or DECIMAL, which is compared with values of its own type and with values of
 * {@code long}.
 *
 * @param <R> the record of the table or view
 * @param <V> the type of the values: BigInteger or BigDecimal
 */
public sealed class NumberColumn<R, V extends Number> extends OrderedColumn<R, V> permits NumberColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public NumberColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(long value) {
        return createComparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(long value) {
        return createComparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(long value) {
        return createComparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(long value) {
        return createComparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(long value) {
        return createComparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(long value) {
        return createComparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(long from, long to) {
        return createBetweenCondition(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(long... values) {
        return createInCondition(LongStream.of(values).boxed().toList());
    }

    /** A {@link NumberColumn} that may hold NULL. */
    public static final class Nullable<R, V extends Number> extends NumberColumn<R, V> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
