package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A column that rows can be sorted by.
 *
 * @param <R> the record of the table or view
 */
public abstract sealed class OrderedColumn<R> extends Column<R>
        permits BooleanColumn, IntegralColumn, FloatingColumn, ComparableColumn, EnumColumn {
    OrderedColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the ascending order of rows by this column. */
    public final SortOrder<R> asc() {
        return new SortOrder<>(this, SortOrder.Direction.ASCENDING);
    }

    /** Returns the descending order of rows by this column. */
    public final SortOrder<R> desc() {
        return new SortOrder<>(this, SortOrder.Direction.DESCENDING);
    }

    @SuppressWarnings("NullAway") // Condition rejects null and names the column
    final Condition<R> compared(Operator operator, @Nullable Object value) {
        return new Condition.Comparison<>(this, operator, value);
    }

    final Condition<R> inRange(Object from, Object to) {
        return new Condition.Between<>(this, from, to);
    }

    @SuppressWarnings("NullAway") // Condition rejects null and names the column
    final Condition<R> among(@Nullable Collection<?> values) {
        return new Condition.In<>(this, values == null ? null : new ArrayList<Object>(values));
    }
}
