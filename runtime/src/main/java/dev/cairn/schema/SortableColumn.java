package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A column that rows can be sorted by. Its values can also be tested for equality, with the methods of the subclasses.
 *
 * @param <R> the record of the table or view
 */
public abstract sealed class SortableColumn<R> extends Column<R>
        permits EqualityColumn, IntColumn, LongColumn, DoubleColumn {
    SortableColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    SortableColumn(Descriptor<R> owner, String name, ValueType<?> convertedType) {
        super(owner, name, convertedType);
    }

    /** Returns the type that the descriptor uses to read the values. */
    public final ValueType<?> valueType() {
        return owner().valueType(position());
    }

    /** Returns the ascending order of rows by this column. */
    public final SortOrder<R> asc() {
        return new SortOrder<>(this, SortOrder.Direction.ASCENDING);
    }

    /** Returns the descending order of rows by this column. */
    public final SortOrder<R> desc() {
        return new SortOrder<>(this, SortOrder.Direction.DESCENDING);
    }

    final Condition<R> createComparison(Operator operator, Object value) {
        return new Condition.Comparison<>(this, operator, toBoundValue(value));
    }

    final Condition<R> createBetweenCondition(Object from, Object to) {
        return new Condition.Between<>(this, toBoundValue(from), toBoundValue(to));
    }

    @SuppressWarnings("NullAway") // Condition rejects null and names the column
    final Condition<R> createInCondition(@org.jspecify.annotations.Nullable Collection<?> values) {
        if (values == null) {
            return new Condition.In<>(this, null);
        }
        List<Object> boundValues = new ArrayList<>(values.size());
        values.forEach(value -> boundValues.add(toBoundValue(value)));
        return new Condition.In<>(this, boundValues);
    }

    /** Returns a value as a {@link Condition} holds it: the name of an enum constant, or a copy of bytes. */
    private static Object toBoundValue(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /**
     * The order of rows by one column.
     *
     * @param column the column
     * @param direction ascending or descending
     * @param <R> the record of the table or view
     */
    public record SortOrder<R>(SortableColumn<R> column, Direction direction) {
        /** The direction of a sort order. */
        public enum Direction {
            /** NULL comes first. */
            ASCENDING,
            /** NULL comes last. */
            DESCENDING
        }
    }
}
