package dev.cairn.schema;

/**
 * A column of the type FLOAT or DOUBLE, which is compared with values of {@code double}.
 *
 * @param <R> the record of the table or view
 */
public final class DoubleColumn<R> extends DoubleComparisons<R, Double> {
    /** Called by generated code: adds a column to a table or view. */
    public DoubleColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /** A column of the type FLOAT or DOUBLE that may hold NULL. */
    public static final class Nullable<R> extends DoubleComparisons<R, @org.jspecify.annotations.Nullable Double>
            implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
