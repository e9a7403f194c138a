package dev.cairn.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row without values that records the types that a descriptor uses to read the columns. Generated code reads each
 * column once. When the type of every column is known, an exception ends the reading, so no record is created.
 */
final class ValueTypeProbe implements Row {
    private final ValueType<?>[] types;
    private int unknownTypeCount;

    private ValueTypeProbe(int columnCount) {
        types = new ValueType<?>[columnCount];
        unknownTypeCount = columnCount;
    }

    /** Returns the types of the columns of a descriptor, in their order. */
    static List<ValueType<?>> probe(Descriptor<?> descriptor) {
        ValueTypeProbe probe = new ValueTypeProbe(descriptor.columns().size());
        try {
            descriptor.read(probe);
        } catch (AllTypesKnownException ignored) {
            return List.of(probe.types);
        }
        throw new IllegalStateException(descriptor.getClass().getName() + " does not read all of its columns");
    }

    private void recordType(int position, ValueType<?> type) {
        types[position] = type;
        unknownTypeCount--;
        if (unknownTypeCount == 0) {
            throw new AllTypesKnownException();
        }
    }

    @Override
    public boolean booleanAt(int position) {
        recordType(position, ValueType.BOOLEAN);
        return false;
    }

    @Override
    public byte byteAt(int position) {
        recordType(position, ValueType.BYTE);
        return 0;
    }

    @Override
    public short shortAt(int position) {
        recordType(position, ValueType.SHORT);
        return 0;
    }

    @Override
    public int intAt(int position) {
        recordType(position, ValueType.INT);
        return 0;
    }

    @Override
    public long longAt(int position) {
        recordType(position, ValueType.LONG);
        return 0;
    }

    @Override
    public float floatAt(int position) {
        recordType(position, ValueType.FLOAT);
        return 0;
    }

    @Override
    public double doubleAt(int position) {
        recordType(position, ValueType.DOUBLE);
        return 0;
    }

    @Override
    public <T> @Nullable T at(int position, ValueType<T> type) {
        recordType(position, type);
        return null;
    }

    /** Ends the reading when the type of every column is known. */
    private static final class AllTypesKnownException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AllTypesKnownException() {
            super(null, null, false, false);
        }
    }
}
