package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/**
 * The values of one row, or of one STRUCT, by position; the first is 0. What has no value for a primitive is an error that
 * names the column.
 */
public interface Row {
    boolean booleanAt(int position);

    byte byteAt(int position);

    short shortAt(int position);

    int intAt(int position);

    long longAt(int position);

    float floatAt(int position);

    double doubleAt(int position);

    /** Any other value, or null. */
    <T> @Nullable T at(int position, ValueType<T> type);
}
