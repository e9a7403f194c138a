package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Collection;
import java.util.List;

/**
 * A column that holds the names of an enum's constants. Rows sort by the names.
 *
 * @param <R> the record of the table or view
 * @param <E> the enum
 */
public sealed class EnumColumn<R, E extends Enum<E>> extends OrderedColumn<R> permits NullableEnumColumn {
    EnumColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** {@code column = value}. */
    public final Condition<R> eq(E value) {
        return compared(Operator.EQUAL, value.name());
    }

    /** {@code column <> value}. */
    public final Condition<R> ne(E value) {
        return compared(Operator.NOT_EQUAL, value.name());
    }

    /** {@code column IN (values)}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Condition<R> in(E... values) {
        return in(List.of(values));
    }

    /** {@code column IN (values)}. */
    public final Condition<R> in(Collection<E> values) {
        return among(values.stream().map(Enum::name).toList());
    }
}
