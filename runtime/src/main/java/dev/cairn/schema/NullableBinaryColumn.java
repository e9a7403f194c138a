package dev.cairn.schema;

/**
 * A {@link BinaryColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableBinaryColumn<R> extends BinaryColumn<R> implements NullableColumn<R> {
    NullableBinaryColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
