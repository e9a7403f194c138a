package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * A column of the type TINYINT, SMALLINT or INT, which is compared with values of {@code int}.
 *
 * @param <R> the record of the table or view
 */
public sealed class IntColumn<R> extends SortableColumn<R> permits IntColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public IntColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(int value) {
        return createComparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(int value) {
        return createComparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column < value}. */
    public final Condition<R> lt(int value) {
        return createComparison(Operator.LESS, value);
    }

    /** Returns the condition {@code column <= value}. */
    public final Condition<R> le(int value) {
        return createComparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code column > value}. */
    public final Condition<R> gt(int value) {
        return createComparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code column >= value}. */
    public final Condition<R> ge(int value) {
        return createComparison(Operator.GREATER_OR_EQUAL, value);
    }

    /** Returns the condition {@code column BETWEEN from AND to}, which includes both bounds. */
    public final Condition<R> between(int from, int to) {
        return createBetweenCondition(from, to);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(int... values) {
        return createInCondition(IntStream.of(values).boxed().toList());
    }

    /**
     * Returns the condition {@code column IN (values)}; without values, no row meets it.
     *
     * @throws NullPointerException if one of the values is null
     */
    public final Condition<R> in(Collection<Integer> values) {
        return createInCondition(values);
    }

    /** A column of the type TINYINT, SMALLINT or INT that may hold NULL. */
    public static final class Nullable<R> extends IntColumn<R> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
