package dev.cairn.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row without values that notes the types as which a descriptor reads its columns. It ends the reading at the last
 * column, before a record is created.
 */
final class ValueTypeProbe implements Row {
    private final ValueType<?>[] types;
    private int unknownCount;

    private ValueTypeProbe(int columns) {
        types = new ValueType<?>[columns];
        unknownCount = columns;
    }

    /** Returns the types of the columns of a descriptor, in their order. */
    static List<ValueType<?>> of(Descriptor<?> rows) {
        ValueTypeProbe row = new ValueTypeProbe(rows.columns().size());
        try {
            rows.read(row);
        } catch (LastColumnException ignored) {
            return List.of(row.types);
        }
        throw new IllegalStateException(rows.getClass().getName() + " does not read all of its columns");
    }

    private void noteType(int position, ValueType<?> type) {
        types[position] = type;
        unknownCount--;
        if (unknownCount == 0) {
            throw new LastColumnException();
        }
    }

    @Override
    public boolean booleanAt(int position) {
        noteType(position, ValueType.BOOLEAN);
        return false;
    }

    @Override
    public byte byteAt(int position) {
        noteType(position, ValueType.BYTE);
        return 0;
    }

    @Override
    public short shortAt(int position) {
        noteType(position, ValueType.SHORT);
        return 0;
    }

    @Override
    public int intAt(int position) {
        noteType(position, ValueType.INT);
        return 0;
    }

    @Override
    public long longAt(int position) {
        noteType(position, ValueType.LONG);
        return 0;
    }

    @Override
    public float floatAt(int position) {
        noteType(position, ValueType.FLOAT);
        return 0;
    }

    @Override
    public double doubleAt(int position) {
        noteType(position, ValueType.DOUBLE);
        return 0;
    }

    @Override
    public <T> @Nullable T at(int position, ValueType<T> type) {
        noteType(position, type);
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
