package dev.cairn.schema;

/**
 * A column whose values compare with nothing: JSON, ARRAY, MAP, STRUCT, BITMAP, HLL, PERCENTILE, states of aggregate
 * functions.
 *
 * @param <R> the record of the table or view
 */
public sealed class PlainColumn<R> extends Column<R> permits NullablePlainColumn {
    PlainColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
