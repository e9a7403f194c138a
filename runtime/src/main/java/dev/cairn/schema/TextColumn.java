package dev.cairn.schema;

/**
 * A column of the type CHAR, VARCHAR or STRING.
 *
 * @param <R> the record of the table or view
 */
public final class TextColumn<R> extends TextComparisons<R, String> {
    /** Called by generated code: adds a column to a table or view. */
    public TextColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** A column of the type CHAR, VARCHAR or STRING that may hold NULL. */
    public static final class Nullable<R> extends TextComparisons<R, @org.jspecify.annotations.Nullable String>
            implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
