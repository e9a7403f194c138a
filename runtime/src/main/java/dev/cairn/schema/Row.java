package dev.cairn.schema;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row or of a STRUCT, by their positions; the first is 0. Reading NULL as a primitive fails with an
 * error that names the column. One object may serve all rows of a result, so {@link Descriptor#read} must not keep it.
 */
public interface Row {
    /** Returns the value at a position as a boolean. */
    boolean booleanAt(int position);

    /** Returns the value at a position as a byte. */
    byte byteAt(int position);

    /** Returns the value at a position as a short. */
    short shortAt(int position);

    /** Returns the value at a position as an int. */
    int intAt(int position);

    /** Returns the value at a position as a long. */
    long longAt(int position);

    /** Returns the value at a position as a float. */
    float floatAt(int position);

    /** Returns the value at a position as a double. */
    double doubleAt(int position);

    /**
     * Returns the value at a position as an object; null for NULL.
     *
     * @param type the type of the value
     */
    <T> @Nullable T at(int position, ValueType<T> type);

    /** Returns the value at a position as text; null for NULL. */
    default @Nullable String textAt(int position) {
        return at(position, ValueType.TEXT);
    }

    /** Returns the value at a position as a decimal number; null for NULL. */
    default @Nullable BigDecimal decimalAt(int position) {
        return at(position, ValueType.DECIMAL);
    }

    /** Returns the value at a position as a date; null for NULL. */
    default @Nullable LocalDate dateAt(int position) {
        return at(position, ValueType.DATE);
    }

    /** Returns the value at a position as a date and time; null for NULL. */
    default @Nullable LocalDateTime dateTimeAt(int position) {
        return at(position, ValueType.DATE_TIME);
    }
}
