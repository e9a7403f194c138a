package dev.cairn.schema;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
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

    /** Sets the value at a position to text; null for NULL. */
    default void putText(int position, @Nullable String value) {
        put(position, ValueType.TEXT, value);
    }

    /** Sets the value at a position to a decimal number; null for NULL. */
    default void putDecimal(int position, @Nullable BigDecimal value) {
        put(position, ValueType.DECIMAL, value);
    }

    /** Sets the value at a position to a date; null for NULL. */
    default void putDate(int position, @Nullable LocalDate value) {
        put(position, ValueType.DATE, value);
    }

    /** Sets the value at a position to a date and time; null for NULL. */
    default void putDateTime(int position, @Nullable LocalDateTime value) {
        put(position, ValueType.DATE_TIME, value);
    }
}
