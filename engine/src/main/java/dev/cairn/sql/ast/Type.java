package dev.cairn.sql.ast;

import java.util.List;

/**
 * A column's type, which the parser has already normalized to the server's terms: INTEGER and INT(5) are
 * {@code Scalar(INT)}, STRING and TEXT are {@code Text(VARCHAR, 65533)}, NUMERIC(9) is {@code Decimal(DECIMAL, 9, 0)}.
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
            /** BIGINT since 4.0 and INT before; the version of the server decides. */
            SIGNED,
            /** The type of the word NULL until the context determines another one; it can't be written. */
            NULL
        }
    }

    /** CHAR, VARCHAR and VARBINARY; lengths are in bytes, {@link #UNSAID} if not specified. */
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
     * A decimal; for {@code DECIMAL} the precision determines the storage class. A decimal with {@link #UNSAID} digits
     * stands for any decimal of its kind.
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
