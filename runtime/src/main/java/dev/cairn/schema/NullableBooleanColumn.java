package dev.cairn.schema;

/**
 * A {@link BooleanColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableBooleanColumn<R> extends BooleanColumn<R> implements NullableColumn<R> {
    NullableBooleanColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
