package dev.cairn.analysis;

import dev.cairn.sql.Type;

/** The types that rules name. */
final class Types {
    static final Type NULL = scalar(Type.Scalar.Kind.NULL);
    static final Type BOOLEAN = scalar(Type.Scalar.Kind.BOOLEAN);
    static final Type TINYINT = scalar(Type.Scalar.Kind.TINYINT);
    static final Type SMALLINT = scalar(Type.Scalar.Kind.SMALLINT);
    static final Type INT = scalar(Type.Scalar.Kind.INT);
    static final Type BIGINT = scalar(Type.Scalar.Kind.BIGINT);
    static final Type LARGEINT = scalar(Type.Scalar.Kind.LARGEINT);
    static final Type FLOAT = scalar(Type.Scalar.Kind.FLOAT);
    static final Type DOUBLE = scalar(Type.Scalar.Kind.DOUBLE);
    static final Type DATE = scalar(Type.Scalar.Kind.DATE);
    static final Type DATETIME = scalar(Type.Scalar.Kind.DATETIME);
    static final Type TIME = scalar(Type.Scalar.Kind.TIME);
    static final Type JSON = scalar(Type.Scalar.Kind.JSON);
    static final Type BITMAP = scalar(Type.Scalar.Kind.BITMAP);
    static final Type HLL = scalar(Type.Scalar.Kind.HLL);
    static final Type PERCENTILE = scalar(Type.Scalar.Kind.PERCENTILE);
    static final Type VARIANT = scalar(Type.Scalar.Kind.VARIANT);
    /** Without a length: what functions give and literals have. */
    static final Type.Text VARCHAR = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSAID);

    static final Type.Text CHAR = new Type.Text(Type.Text.Kind.CHAR, Type.Text.UNSAID);
    static final Type.Text VARBINARY = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);
    /** The longest text of a column; what equality compares texts with numbers in. */
    static final Type.Text STRING = new Type.Text(Type.Text.Kind.VARCHAR, 1048576);

    /** The server has one of these only, whatever was written. */
    static final Type.Decimal DECIMALV2 = new Type.Decimal(Type.Decimal.Kind.DECIMALV2, 9, 0);

    private Types() {}

    private static Type scalar(Type.Scalar.Kind kind) {
        return new Type.Scalar(kind);
    }
}
