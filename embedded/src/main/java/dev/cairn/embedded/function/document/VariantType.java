package dev.cairn.embedded.function.document;

import java.util.Arrays;

/**
 * The types of the values in a VARIANT. The primitive types have a number in Parquet's encoding. Numbers that are
 * missing here belong to timestamps with a time zone or in nanoseconds, to binary values, and to UUIDs.
 */
enum VariantType {
    NULL(0, "Null"),
    TRUE(1, "Boolean(true)"),
    FALSE(2, "Boolean(false)"),
    INT8(3, "Int8"),
    INT16(4, "Int16"),
    INT32(5, "Int32"),
    INT64(6, "Int64"),
    DOUBLE(7, "Double"),
    DECIMAL4(8, "Decimal4"),
    DECIMAL8(9, "Decimal8"),
    DECIMAL16(10, "Decimal16"),
    DATE(11, "Date"),
    TIMESTAMP(13, "TimestampNtz"),
    FLOAT(14, "Float"),
    STRING(16, "String"),
    TIME(17, "TimeNtz"),
    OBJECT(-1, "Object"),
    ARRAY(-1, "Array");

    private final int number;
    private final String serverName;

    VariantType(int number, String serverName) {
        this.number = number;
        this.serverName = serverName;
    }

    /**
     * Returns the primitive type with a number.
     *
     * @throws IllegalArgumentException if there is no such type
     */
    static VariantType ofNumber(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No VARIANT has the type " + number));
    }

    /** Returns the number of a primitive type; -1 for OBJECT and ARRAY. */
    int number() {
        return number;
    }

    /** Returns the name that {@code variant_typeof} returns. */
    String serverName() {
        return serverName;
    }

    boolean isInteger() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    boolean isDecimal() {
        return this == DECIMAL4 || this == DECIMAL8 || this == DECIMAL16;
    }

    boolean isFloatingPoint() {
        return this == FLOAT || this == DOUBLE;
    }

    /**
     * Returns the number of bytes of a number, a date or a time, without the header and the scale of a decimal; 0 for
     * all other types.
     */
    int fixedByteCount() {
        return switch (this) {
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT, DATE, DECIMAL4 -> 4;
            case INT64, DOUBLE, TIMESTAMP, TIME, DECIMAL8 -> 8;
            case DECIMAL16 -> 16;
            default -> 0;
        };
    }
}
