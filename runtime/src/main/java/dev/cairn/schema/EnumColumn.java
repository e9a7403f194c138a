package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A column that holds the names of enum constants. Rows are sorted by these names.
 *
 * @param <R> the record of the table or view
 * @param <E> the enum
 */
public sealed class EnumColumn<R, E extends Enum<E>> extends OrderedColumn<R> permits NullableEnumColumn {
    EnumColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(E value) {
        return compared(Operator.EQUAL, name(value));
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(E value) {
        return compared(Operator.NOT_EQUAL, name(value));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Condition<R> in(E... values) {
        return in(Arrays.asList(values));
    }

    /** Returns the condition {@code column IN (values)}; without values, no row meets it. */
    public final Condition<R> in(Collection<E> values) {
        return among(
                values == null ? null : values.stream().map(EnumColumn::name).toList());
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
