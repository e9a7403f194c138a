package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** Receives the values of a row or of a STRUCT, by their positions; the first is 0. */
public interface RowSink {
    /** Sets the value at a position to a boolean. */
    void putBoolean(int position, boolean value);

    /** Sets the value at a position to a byte. */
    void putByte(int position, byte value);

    /** Sets the value at a position to a short. */
    void putShort(int position, short value);

    /** Sets the value at a position to an int. */
    void putInt(int position, int value);

    /** Sets the value at a position to a long. */
    void putLong(int position, long value);

    /** Sets the value at a position to a float. */
    void putFloat(int position, float value);

    /** Sets the value at a position to a double. */
    void putDouble(int position, double value);

    /**
     * Sets the value at a position to an object; null for NULL.
     *
     * @param type the type of the value
     */
    <T> void put(int position, ValueType<T> type, @Nullable T value);
}
