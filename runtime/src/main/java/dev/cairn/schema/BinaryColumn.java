package dev.cairn.schema;

import dev.cairn.schema.Condition.Comparison;
import dev.cairn.schema.Condition.Operator;

/**
 * A column of the type VARBINARY.
 *
 * @param <R> the record of the table or view
 */
public sealed class BinaryColumn<R> extends Column<R> permits NullableBinaryColumn {
    BinaryColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(byte[] value) {
        return new Comparison<>(this, Operator.EQUAL, copy(value));
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(byte[] value) {
        return new Comparison<>(this, Operator.NOT_EQUAL, copy(value));
    }

    private static byte[] copy(byte[] value) {
        return value == null ? value : value.clone();
    }
}
