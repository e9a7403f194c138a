package dev.cairn.schema;

/**
 * An {@link EnumColumn} that may hold NULL.
 *
 * @param <R> the record of the table or view
 * @param <E> the enum
 */
public final class NullableEnumColumn<R, E extends Enum<E>> extends EnumColumn<R, E> implements NullableColumn<R> {
    NullableEnumColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
