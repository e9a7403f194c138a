package dev.cairn.schema;

/**
 * A {@link DateTimeColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullableDateTimeColumn<R> extends DateTimeColumn<R> implements NullableColumn<R> {
    NullableDateTimeColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
