package dev.cairn.catalog;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;

/**
 * The server's primitive types, for rules that do not depend on type parameters. All nested types are INVALID_TYPE, as
 * on the server. The types are in the order of the server, because its rules for common types compare them.
 */
public enum PrimitiveType {
    BOOLEAN(1),
    TINYINT(1),
    SMALLINT(2),
    INT(4),
    BIGINT(8),
    LARGEINT(16),
    FLOAT(4),
    DOUBLE(8),
    DATE(3),
    DATETIME(8),
    CHAR(-1),
    VARCHAR(20),
    DECIMALV2(12),
    HLL(16),
    TIME(8),
    BITMAP(16),
    PERCENTILE(16),
    DECIMAL32(4),
    DECIMAL64(8),
    DECIMAL128(16),
    DECIMAL256(32),
    JSON(16),
    VARIANT(16),
    VARBINARY(16),
    NULL_TYPE(1),
    INVALID_TYPE(-1);

    /**
     * The number of bytes of a column in the short key; -1 for CHAR, whose length the column declares, and for
     * INVALID_TYPE.
     */
    private final int shortKeyBytes;

    PrimitiveType(int shortKeyBytes) {
        this.shortKeyBytes = shortKeyBytes;
    }

    public static PrimitiveType of(Type type) {
        if (type instanceof Type.Scalar scalarType) {
            return of(scalarType.kind());
        }
        if (type instanceof Type.Text textType) {
            return switch (textType.kind()) {
                case CHAR -> CHAR;
                case VARCHAR -> VARCHAR;
                case VARBINARY -> VARBINARY;
            };
        }
        return type instanceof Type.Decimal decimalType ? of(decimalType) : INVALID_TYPE;
    }

    /** Returns the number of bytes that a column of the type occupies in the short key. */
    public static int shortKeyBytes(Type type) {
        return type instanceof Type.Text textType && textType.kind() == Type.Text.Kind.CHAR
                ? textType.length()
                : of(type).shortKeyBytes;
    }

    public boolean isFloatingPoint() {
        return this == FLOAT || this == DOUBLE;
    }

    /** Returns whether this is an integer type other than LARGEINT. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    /**
     * Returns whether the range of an integer type includes a number; true for any type that is not an integer type.
     */
    public boolean canHold(long number) {
        return switch (this) {
            case TINYINT -> number == (byte) number;
            case SMALLINT -> number == (short) number;
            case INT -> number == (int) number;
            default -> true;
        };
    }

    /** Returns the number of digits of the largest value; 0 for a type that is not an integer type. */
    public int maxIntegerDigits() {
        return switch (this) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            case LARGEINT -> 39;
            default -> 0;
        };
    }

    /** Returns whether this is an integer type, including LARGEINT. */
    public boolean isFixedPoint() {
        return isInteger() || this == LARGEINT;
    }

    public boolean isDecimal() {
        return this == DECIMALV2 || isDecimalV3();
    }

    public boolean isDecimalV3() {
        return this == DECIMAL32 || this == DECIMAL64 || this == DECIMAL128 || this == DECIMAL256;
    }

    public boolean isNumeric() {
        return isFixedPoint() || isFloatingPoint() || isDecimal();
    }

    public boolean isDateOrDatetime() {
        return this == DATE || this == DATETIME;
    }

    public boolean isCharacterType() {
        return this == CHAR || this == VARCHAR;
    }

    /** Returns whether only aggregate functions can read the type: it allows no keys, filters or indexes. */
    public boolean isMetric() {
        return this == HLL || this == BITMAP || this == PERCENTILE;
    }

    /** Returns whether a key or distribution column may have the type. */
    public boolean canBeKey() {
        return this != INVALID_TYPE && !isFloatingPoint() && !isMetric() && this != JSON && this != VARIANT;
    }

    /** Returns whether the values have an order: nested types, JSON and values for aggregate functions have none. */
    public boolean isOrdered() {
        return canBeKey() || isFloatingPoint();
    }

    public boolean canBePrimaryKey() {
        return this == BOOLEAN || isFixedPoint() || this == VARCHAR || isDateOrDatetime();
    }

    /** Returns whether a sort column of a PRIMARY KEY table may have the type. */
    public boolean canBePrimarySortKey() {
        return canBePrimaryKey() || this == VARBINARY;
    }

    public boolean supportsBloomFilter() {
        return canBeKey() && this != TINYINT && this != BOOLEAN && !isDecimalV3() && this != VARBINARY;
    }

    public boolean canBeMapKey() {
        return this != INVALID_TYPE && this != JSON && !isMetric();
    }

    /** Returns whether the function can aggregate the values of a column of the type. */
    public boolean supports(Aggregation.Function function) {
        return switch (function) {
            case SUM -> canBeSummed();
            case MIN, MAX -> (isNumeric() && this != DECIMAL256) || isDateOrDatetime() || isCharacterType();
            case REPLACE -> true;
            case REPLACE_IF_NOT_NULL -> this != HLL && this != PERCENTILE;
            case HLL_UNION -> this == HLL;
            case BITMAP_UNION -> this == BITMAP;
            case PERCENTILE_UNION -> this == PERCENTILE;
        };
    }

    private boolean canBeSummed() {
        return switch (this) {
            case INT, BIGINT, LARGEINT, FLOAT, DOUBLE, DECIMALV2, DECIMAL64, DECIMAL128 -> true;
            default -> false;
        };
    }

    private static PrimitiveType of(Type.Decimal decimalType) {
        return switch (decimalType.storageClass()) {
            case DECIMALV2 -> DECIMALV2;
            case DECIMAL32 -> DECIMAL32;
            case DECIMAL64 -> DECIMAL64;
            case DECIMAL128 -> DECIMAL128;
            case DECIMAL256, DECIMAL -> DECIMAL256;
        };
    }

    private static PrimitiveType of(Type.Scalar.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> BOOLEAN;
            case TINYINT -> TINYINT;
            case SMALLINT -> SMALLINT;
            case INT -> INT;
            case BIGINT, SIGNED -> BIGINT;
            case LARGEINT -> LARGEINT;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case DATE -> DATE;
            case DATETIME -> DATETIME;
            case TIME -> TIME;
            case JSON -> JSON;
            case BITMAP -> BITMAP;
            case HLL -> HLL;
            case PERCENTILE -> PERCENTILE;
            case VARIANT -> VARIANT;
            case NULL -> NULL_TYPE;
        };
    }
}
