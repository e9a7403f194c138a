package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;

/**
 * A column of the type BOOLEAN.
 *
 * @param <R> the record of the table or view
 */
public sealed class BooleanColumn<R> extends OrderedColumn<R> permits NullableBooleanColumn {
    BooleanColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** Returns the condition {@code column = value}. */
    public final Condition<R> eq(boolean value) {
        return compared(Operator.EQUAL, value);
    }

    /** Returns the condition {@code column <> value}. */
    public final Condition<R> ne(boolean value) {
        return compared(Operator.NOT_EQUAL, value);
    }
}
