package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/**
 * A {@link PlainColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 */
public final class NullablePlainColumn<R> extends PlainColumn<R> implements NullableColumn<R> {
    NullablePlainColumn(Descriptor<R> owner, int position, String name, @Nullable ValueType<?> metric) {
        super(owner, position, name, metric);
    }
}
