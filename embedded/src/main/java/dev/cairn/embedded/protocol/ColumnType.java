package dev.cairn.embedded.protocol;

/**
 * A column's type as the protocol says it.
 *
 * @param length the largest number of bytes of a value
 */
public record ColumnType(int code, int charset, int length, int decimals) {
    private static final int UTF8 = 33;
    private static final int BINARY = 63;
    private static final int BLOB = 252;
    private static final int BYTES_OF_A_CHARACTER = 3;
    private static final int FLOATING_DECIMALS = 31;

    public static final ColumnType BOOLEAN = number(1, 1);
    public static final ColumnType TINYINT = number(1, 4);
    public static final ColumnType SMALLINT = number(2, 6);
    public static final ColumnType INT = number(3, 11);
    public static final ColumnType BIGINT = number(8, 20);
    /** MySQL has no such integer: it travels as text. */
    public static final ColumnType LARGEINT = new ColumnType(254, UTF8, 40, 0);

    public static final ColumnType FLOAT = new ColumnType(4, BINARY, 12, FLOATING_DECIMALS);
    public static final ColumnType DOUBLE = new ColumnType(5, BINARY, 22, FLOATING_DECIMALS);
    public static final ColumnType DATE = number(10, 10);
    public static final ColumnType DATETIME = number(12, 19);
    public static final ColumnType TIME = number(11, 60);
    public static final ColumnType JSON = new ColumnType(254, UTF8, 60, 0);
    /** ARRAY, MAP and STRUCT. */
    public static final ColumnType NESTED = new ColumnType(254, UTF8, 60, 0);
    /** What NULL is by itself. */
    public static final ColumnType NULL = new ColumnType(254, BINARY, 60, 0);

    private static ColumnType number(int code, int length) {
        return new ColumnType(code, BINARY, length, 0);
    }

    public static ColumnType varchar(int characters) {
        return new ColumnType(253, UTF8, characters * BYTES_OF_A_CHARACTER, 0);
    }

    /** CHAR, and what travels like it: BITMAP and HLL. */
    public static ColumnType text(int characters) {
        return new ColumnType(254, UTF8, characters * BYTES_OF_A_CHARACTER, 0);
    }

    public static ColumnType varbinary(int bytes) {
        return new ColumnType(BLOB, BINARY, bytes * BYTES_OF_A_CHARACTER, 0);
    }

    /** Whether values are bytes: each is a character of the text that stands for them. */
    boolean isBytes() {
        return code == BLOB;
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(246, BINARY, precision + (scale > 0 ? 1 : 0) + 3, scale);
    }
}
