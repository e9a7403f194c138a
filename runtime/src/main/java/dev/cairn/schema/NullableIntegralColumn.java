package dev.cairn.schema;

/**
 * An {@link IntegralColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableIntegralColumn<R> extends IntegralColumn<R> implements NullableColumn<R> {
    NullableIntegralColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
