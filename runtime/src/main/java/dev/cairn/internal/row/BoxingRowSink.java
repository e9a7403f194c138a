package dev.cairn.internal.row;

import dev.cairn.schema.RowSink;
import dev.cairn.schema.ValueType;

/** A sink that handles primitive values like any other value. */
public interface BoxingRowSink extends RowSink {
    @Override
    default void putBoolean(int position, boolean value) {
        put(position, ValueType.BOOLEAN, value);
    }

    @Override
    default void putByte(int position, byte value) {
        put(position, ValueType.BYTE, value);
    }

    @Override
    default void putShort(int position, short value) {
        put(position, ValueType.SHORT, value);
    }

    @Override
    default void putInt(int position, int value) {
        put(position, ValueType.INT, value);
    }

    @Override
    default void putLong(int position, long value) {
        put(position, ValueType.LONG, value);
    }

    @Override
    default void putFloat(int position, float value) {
        put(position, ValueType.FLOAT, value);
    }

    @Override
    default void putDouble(int position, double value) {
        put(position, ValueType.DOUBLE, value);
    }
}
