package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** Takes the values of one row, or of one STRUCT, by position; the first is 0. */
public interface RowSink {
    void putBoolean(int position, boolean value);

    void putByte(int position, byte value);

    void putShort(int position, short value);

    void putInt(int position, int value);

    void putLong(int position, long value);

    void putFloat(int position, float value);

    void putDouble(int position, double value);

    /** Any other value, or null. */
    <T> void put(int position, ValueType<T> type, @Nullable T value);
}
