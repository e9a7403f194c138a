package dev.cairn.schema;

/**
 * A {@link FloatingColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableFloatingColumn<R> extends FloatingColumn<R> implements NullableColumn<R> {
    NullableFloatingColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
