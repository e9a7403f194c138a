package dev.cairn.schema;

/**
 * A column of the type BIGINT, which is compared with values of {@code long}.
 *
 * @param <R> the record of the table or view
 */
public final class LongColumn<R> extends LongComparisons<R, Long> {
    /** Called by generated code: adds a column to a table or view. */
    public LongColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** A column of the type BIGINT that may hold NULL. */
    public static final class Nullable<R> extends LongComparisons<R, @org.jspecify.annotations.Nullable Long>
            implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
