package dev.cairn.schema;

/**
 * A {@link TextColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableTextColumn<R> extends TextColumn<R> implements NullableColumn<R> {
    NullableTextColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
