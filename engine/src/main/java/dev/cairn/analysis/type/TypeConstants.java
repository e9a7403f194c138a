package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Type;

/** Types that the rules of the analysis name, such as the type of a literal NULL or of a comparison. */
public final class TypeConstants {
    public static final Type NULL = scalar(Type.Scalar.Kind.NULL);
    public static final Type BOOLEAN = scalar(Type.Scalar.Kind.BOOLEAN);
    public static final Type TINYINT = scalar(Type.Scalar.Kind.TINYINT);
    public static final Type SMALLINT = scalar(Type.Scalar.Kind.SMALLINT);
    public static final Type INT = scalar(Type.Scalar.Kind.INT);
    public static final Type BIGINT = scalar(Type.Scalar.Kind.BIGINT);
    public static final Type LARGEINT = scalar(Type.Scalar.Kind.LARGEINT);
    public static final Type FLOAT = scalar(Type.Scalar.Kind.FLOAT);
    public static final Type DOUBLE = scalar(Type.Scalar.Kind.DOUBLE);
    public static final Type DATE = scalar(Type.Scalar.Kind.DATE);
    public static final Type DATETIME = scalar(Type.Scalar.Kind.DATETIME);
    public static final Type TIME = scalar(Type.Scalar.Kind.TIME);
    public static final Type JSON = scalar(Type.Scalar.Kind.JSON);
    public static final Type BITMAP = scalar(Type.Scalar.Kind.BITMAP);
    public static final Type HLL = scalar(Type.Scalar.Kind.HLL);
    public static final Type PERCENTILE = scalar(Type.Scalar.Kind.PERCENTILE);
    public static final Type VARIANT = scalar(Type.Scalar.Kind.VARIANT);
    /** VARCHAR without a length: the type of functions' results and of literals. */
    public static final Type.Text VARCHAR = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED_LENGTH);

    public static final Type.Text CHAR = new Type.Text(Type.Text.Kind.CHAR, Type.Text.UNSPECIFIED_LENGTH);
    public static final Type.Text VARBINARY = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);
    /** The VARCHAR with the maximum length of a column. */
    public static final Type.Text STRING = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.MAX_LENGTH);

    /** The only DECIMALV2 type, regardless of the declared precision. */
    public static final Type.Decimal DECIMALV2 = new Type.Decimal(Type.Decimal.Kind.DECIMALV2, 9, 0);

    private TypeConstants() {}

    private static Type scalar(Type.Scalar.Kind kind) {
        return new Type.Scalar(kind);
    }
}
