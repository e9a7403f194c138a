package dev.cairn.schema;

/**
 * A {@link DateColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableDateColumn<R> extends DateColumn<R> implements NullableColumn<R> {
    NullableDateColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
