package dev.cairn.schema;

/**
 * A {@link LargeIntegerColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableLargeIntegerColumn<R> extends LargeIntegerColumn<R> implements NullableColumn<R> {
    NullableLargeIntegerColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
