package dev.cairn.schema;

/**
 * A {@link DecimalColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableDecimalColumn<R> extends DecimalColumn<R> implements NullableColumn<R> {
    NullableDecimalColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
