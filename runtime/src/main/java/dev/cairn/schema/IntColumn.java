package dev.cairn.schema;

/**
 * A column of the type TINYINT, SMALLINT or INT, which is compared with values of {@code int}.
 *
 * @param <R> the record of the table or view
 */
public final class IntColumn<R> extends IntComparisons<R, Integer> {
    /** Called by generated code: adds a column to a table or view. */
    public IntColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** A column of the type TINYINT, SMALLINT or INT that may hold NULL. */
    public static final class Nullable<R> extends IntComparisons<R, @org.jspecify.annotations.Nullable Integer>
            implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
