package dev.cairn.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row without values that notes the types as which a descriptor reads its columns. It ends the reading at the last
 * column, before a record is created.
 */
final class ValueTypeProbe implements Row {
    private final ValueType<?>[] types;
    private int unknown;

    private ValueTypeProbe(int columns) {
        types = new ValueType<?>[columns];
        unknown = columns;
    }

    /** Returns the types of the columns of a descriptor, in their order. */
    static List<ValueType<?>> of(Descriptor<?> rows) {
        ValueTypeProbe row = new ValueTypeProbe(rows.columns().size());
        try {
            rows.read(row);
        } catch (LastColumnException complete) {
            return List.of(row.types);
        }
        throw new IllegalStateException(rows.getClass().getName() + " does not read all of its columns");
    }

    private void add(int position, ValueType<?> type) {
        types[position] = type;
        unknown--;
        if (unknown == 0) {
            throw new LastColumnException();
        }
    }

    @Override
    public boolean booleanAt(int position) {
        add(position, ValueType.BOOLEAN);
        return false;
    }

    @Override
    public byte byteAt(int position) {
        add(position, ValueType.BYTE);
        return 0;
    }

    @Override
    public short shortAt(int position) {
        add(position, ValueType.SHORT);
        return 0;
    }

    @Override
    public int intAt(int position) {
        add(position, ValueType.INT);
        return 0;
    }

    @Override
    public long longAt(int position) {
        add(position, ValueType.LONG);
        return 0;
    }

    @Override
    public float floatAt(int position) {
        add(position, ValueType.FLOAT);
        return 0;
    }

    @Override
    public double doubleAt(int position) {
        add(position, ValueType.DOUBLE);
        return 0;
    }

    @Override
    public <T> @Nullable T at(int position, ValueType<T> type) {
        add(position, type);
        return null;
    }

    /** Ends the reading. */
    private static final class LastColumnException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LastColumnException() {
            super(null, null, false, false);
        }
    }
}
