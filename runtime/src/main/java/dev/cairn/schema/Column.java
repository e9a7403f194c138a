package dev.cairn.schema;

import java.util.Optional;

/**
 * A column of a table or view. Its class determines the available comparisons: a column has no methods that are
 * meaningless for its type. This class itself describes columns whose values can't be compared: JSON, ARRAY, MAP,
 * STRUCT, BITMAP, HLL, PERCENTILE, and states of aggregate functions.
 *
 * <p>Each class of columns has a nested class {@code Nullable}, for columns that may hold NULL; see
 * {@link NullableColumn}.
 *
 * <pre>{@code
 * Condition<Order> recent = ORDER.day.ge(LocalDate.of(2026, 1, 1)).and(ORDER.city.in("Oslo", "Rome"));
 * SortOrder<Order> latest = ORDER.day.desc();
 * }</pre>
 *
 * @param <R> the record of the table or view
 */
public sealed class Column<R> permits SortableColumn, Column.Nullable {
    private final Descriptor<R> owner;
    private final int position;
    private final String name;
    private final Optional<ValueType<?>> convertedType;

    /** Called by generated code: adds a column to a table or view. */
    public Column(Descriptor<R> owner, String name) {
        this(owner, name, Optional.empty());
    }

    /**
     * Called by generated code: adds a column to a table or view.
     *
     * @param type the type of the values, which statements convert: BITMAP, HLL, PERCENTILE or an aggregate state
     */
    public Column(Descriptor<R> owner, String name, ValueType<?> type) {
        this(owner, name, Optional.of(type));
    }

    private Column(Descriptor<R> owner, String name, Optional<ValueType<?>> convertedType) {
        this.owner = owner;
        this.position = owner.addColumn(this);
        this.name = name;
        this.convertedType = convertedType;
    }

    /** Returns the table or view that the column belongs to. */
    public final Descriptor<R> owner() {
        return owner;
    }

    /** Returns the position among the columns of {@link #owner}; the first is 0. */
    public final int position() {
        return position;
    }

    /** Returns the name of the column. */
    public final String name() {
        return name;
    }

    /**
     * Returns the type of the values if statements have to convert them: VARBINARY, BITMAP, HLL, PERCENTILE, or an
     * aggregate state; empty for other types.
     */
    public final Optional<ValueType<?>> convertedType() {
        return convertedType;
    }

    /** Returns whether the column may hold NULL. */
    public final boolean isNullable() {
        return this instanceof NullableColumn;
    }

    /** Returns the name of the column, qualified by the table or view. */
    @Override
    public final String toString() {
        return owner + "." + name;
    }

    /** A column that may hold NULL. */
    public static final class Nullable<R> extends Column<R> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }

        /**
         * Called by generated code: adds a column to a table or view.
         *
         * @param type the type of the values, which statements convert: BITMAP, HLL, PERCENTILE or an aggregate state
         */
        public Nullable(Descriptor<R> owner, String name, ValueType<?> type) {
            super(owner, name, type);
        }
    }
}
