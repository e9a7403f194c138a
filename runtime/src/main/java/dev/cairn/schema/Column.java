package dev.cairn.schema;

/**
 * A column of a table or view. What it can be compared with depends on its type; whatever has no meaning for a type is no
 * method of its column.
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

    /** The table or view that it is a column of. */
    public final Descriptor<R> owner() {
        return owner;
    }

    /** Where it stands among the columns of {@link #owner}; the first is 0. */
    public final int position() {
        return position;
    }

    public final String name() {
        return name;
    }

    /** Whether a row may have no value in it. */
    public final boolean isNullable() {
        return this instanceof NullableColumn;
    }

    /** With the table or view before it. */
    @Override
    public final String toString() {
        return owner + "." + name;
    }
}
