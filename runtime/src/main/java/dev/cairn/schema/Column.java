package dev.cairn.schema;

/**
 * A column of a table or view. The type of the column determines the available comparisons: a column has no methods
 * that are meaningless for its type.
 *
 * <pre>{@code
 * Condition<Order> recent = ORDER.day.ge(LocalDate.of(2026, 1, 1)).and(ORDER.city.in("Oslo", "Rome"));
 * Order<Order> latest = ORDER.day.desc();
 * }</pre>
 *
 * @param <R> the record of the table or view
 */
public abstract sealed class Column<R> permits OrderedColumn, BinaryColumn, PlainColumn {
    private final Descriptor<R> owner;
    private final int position;
    private final String name;

    Column(Descriptor<R> owner, int position, String name) {
        this.owner = owner;
        this.position = position;
        this.name = name;
    }

    /** Returns the table or view that the column belongs to. */
    public final Descriptor<R> owner() {
        return owner;
    }

    /** Returns its position among the columns of {@link #owner}; the first is 0. */
    public final int position() {
        return position;
    }

    /** Returns the name of the column. */
    public final String name() {
        return name;
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
}
