package dev.cairn.sql.ast;

import java.util.List;

/**
 * A column's type. The parser already says it in the server's terms: INTEGER and INT(5) are {@code Scalar(INT)}, STRING
 * and TEXT are {@code Text(VARCHAR, 65533)}, NUMERIC(9) is {@code Decimal(DECIMAL, 9, 0)}.
 */
public sealed interface Type {
    /** A type without parameters. */
    record Scalar(Kind kind) implements Type {
        public enum Kind {
            BOOLEAN,
            TINYINT,
            SMALLINT,
            INT,
            BIGINT,
            LARGEINT,
            FLOAT,
            DOUBLE,
            DATE,
            DATETIME,
            TIME,
            JSON,
            BITMAP,
            HLL,
            PERCENTILE,
            VARIANT,
            /** BIGINT since 4.0, INT before: which one the server decides. */
            SIGNED,
            /** What the word NULL has until something beside it says more; nobody can write it. */
            NULL
        }
    }

    /** CHAR, VARCHAR and VARBINARY; lengths are in bytes, {@link #UNSAID} where none was written. */
    record Text(Kind kind, int length) implements Type {
        public static final int UNSAID = -1;
        public static final int STRING_LENGTH = 65533;

        public enum Kind {
            CHAR,
            VARCHAR,
            VARBINARY
        }
    }

    /**
     * A decimal; {@code DECIMAL} leaves the storage class to the precision. One with {@link #UNSAID} digits stands for any of
     * its kind.
     */
    record Decimal(Kind kind, int precision, int scale) implements Type {
        public static final int UNSAID = -1;

        public enum Kind {
            DECIMAL,
            DECIMALV2,
            DECIMAL32,
            DECIMAL64,
            DECIMAL128,
            DECIMAL256
        }
    }

    record Array(Type element) implements Type {}

    record Map(Type key, Type value) implements Type {}

    record Struct(List<Field> fields) implements Type {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** A field of a STRUCT; the server's grammar has neither a nullability nor a comment for it. */
    record Field(String name, Type type) {}
}
