package dev.cairn.schema;

/**
 * A column whose values compare with nothing: JSON, ARRAY, MAP, STRUCT, BITMAP, HLL, PERCENTILE, states of aggregate
 * functions.
 *
 * @param <R> the record of the table or view
 */
public sealed class PlainColumn<R> extends Column<R> permits PlainColumn.Nullable {
    PlainColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** One that may hold NULL. */
    public static final class Nullable<R> extends PlainColumn<R> implements NullableColumn<R> {
        Nullable(Descriptor<R> owner, int position, String name) {
            super(owner, position, name);
        }
    }
}
