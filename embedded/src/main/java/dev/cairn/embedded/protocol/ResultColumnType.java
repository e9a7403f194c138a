package dev.cairn.embedded.protocol;

/**
 * The type of a result column, as MySQL's protocol describes it to drivers.
 *
 * @param length the maximum length of a value in bytes
 */
public record ResultColumnType(int code, int charset, int length, int decimals) {
    private static final int UTF8_CHARSET = 33;
    private static final int BINARY_CHARSET = 63;
    private static final int DECIMAL_CODE = 246;
    private static final int BLOB_CODE = 252;
    private static final int BYTES_PER_CHARACTER = 3;
    /** The number of decimals of a type without a fixed number of decimals. */
    private static final int FLOATING_DECIMALS = 31;

    public static final ResultColumnType BOOLEAN = ofBinaryCharset(TypeCode.TINY, 1);
    public static final ResultColumnType TINYINT = ofBinaryCharset(TypeCode.TINY, 4);
    public static final ResultColumnType SMALLINT = ofBinaryCharset(TypeCode.SHORT, 6);
    public static final ResultColumnType INT = ofBinaryCharset(TypeCode.LONG, 11);
    public static final ResultColumnType BIGINT = ofBinaryCharset(TypeCode.LONGLONG, 20);
    /** MySQL has no integer type of this size, so the values are sent as text. */
    public static final ResultColumnType LARGEINT = new ResultColumnType(TypeCode.STRING, UTF8_CHARSET, 40, 0);

    public static final ResultColumnType FLOAT =
            new ResultColumnType(TypeCode.FLOAT, BINARY_CHARSET, 12, FLOATING_DECIMALS);
    public static final ResultColumnType DOUBLE =
            new ResultColumnType(TypeCode.DOUBLE, BINARY_CHARSET, 22, FLOATING_DECIMALS);
    public static final ResultColumnType DATE = ofBinaryCharset(TypeCode.DATE, 10);
    public static final ResultColumnType DATETIME = ofBinaryCharset(TypeCode.DATETIME, 19);
    public static final ResultColumnType TIME = ofBinaryCharset(TypeCode.TIME, 60);
    public static final ResultColumnType JSON = new ResultColumnType(TypeCode.STRING, UTF8_CHARSET, 60, 0);
    /** The type of ARRAY, MAP and STRUCT. */
    public static final ResultColumnType NESTED = new ResultColumnType(TypeCode.STRING, UTF8_CHARSET, 60, 0);
    /** The type of VARIANT, PERCENTILE, and of NULL in a query that is not executed. */
    public static final ResultColumnType OTHER = new ResultColumnType(TypeCode.STRING, BINARY_CHARSET, 60, 0);

    private static ResultColumnType ofBinaryCharset(int code, int length) {
        return new ResultColumnType(code, BINARY_CHARSET, length, 0);
    }

    public static ResultColumnType varchar(int characterCount) {
        return new ResultColumnType(TypeCode.VAR_STRING, UTF8_CHARSET, characterCount * BYTES_PER_CHARACTER, 0);
    }

    /** Returns the type of CHAR, which is also used for BITMAP and HLL. */
    public static ResultColumnType character(int characterCount) {
        return new ResultColumnType(TypeCode.STRING, UTF8_CHARSET, characterCount * BYTES_PER_CHARACTER, 0);
    }

    public static ResultColumnType varbinary(int byteCount) {
        return new ResultColumnType(BLOB_CODE, BINARY_CHARSET, byteCount * BYTES_PER_CHARACTER, 0);
    }

    /** Returns whether values consist of bytes, each represented by one character. */
    boolean hasByteValues() {
        return code == BLOB_CODE;
    }

    public static ResultColumnType decimal(int precision, int scale) {
        return new ResultColumnType(DECIMAL_CODE, BINARY_CHARSET, precision + (scale > 0 ? 1 : 0) + 3, scale);
    }
}
