package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Arrays;
import java.util.Collection;

/**
 * A column whose values can be tested for equality: BOOLEAN, VARBINARY, and the names of enum constants. Enum columns
 * are sorted by these names. A comparison with null throws a {@link NullPointerException}.
 *
 * @param <R> the record of the table or view
 * @param <V> the type of the values
 */
public sealed class EqualityColumn<R, V> extends SortableColumn<R> permits OrderedColumn, EqualityColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public EqualityColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /**
     * Called by generated code: adds a column to a table or view.
     *
     * @param type the type of the values, which statements convert: VARBINARY
     */
    public EqualityColumn(Descriptor<R> owner, String name, ValueType<? extends V> type) {
        super(owner, name, type);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(V value) {
        return createComparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(V value) {
        return createComparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Condition<R> in(V... values) {
        return createInCondition(values == null ? null : Arrays.asList(values));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<? extends V> values) {
        return createInCondition(values);
    }

    /** An {@link EqualityColumn} that may hold NULL. */
    public static final class Nullable<R, V> extends EqualityColumn<R, V> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }

        /**
         * Called by generated code: adds a column to a table or view.
         *
         * @param type the type of the values, which statements convert: VARBINARY
         */
        public Nullable(Descriptor<R> owner, String name, ValueType<V> type) {
            super(owner, name, type);
        }
    }
}
