package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;

/** The types, without lengths, that translations to DuckDB give to the values that they calculate. */
public final class TranslationTypes {
    public static final Type NULL = new Type.Scalar(Type.Scalar.Kind.NULL);
    public static final Type BOOLEAN = new Type.Scalar(Type.Scalar.Kind.BOOLEAN);
    public static final Type TINYINT = new Type.Scalar(Type.Scalar.Kind.TINYINT);
    static final Type SMALLINT = new Type.Scalar(Type.Scalar.Kind.SMALLINT);
    public static final Type INT = new Type.Scalar(Type.Scalar.Kind.INT);
    public static final Type BIGINT = new Type.Scalar(Type.Scalar.Kind.BIGINT);
    public static final Type LARGEINT = new Type.Scalar(Type.Scalar.Kind.LARGEINT);
    static final Type FLOAT = new Type.Scalar(Type.Scalar.Kind.FLOAT);
    public static final Type DOUBLE = new Type.Scalar(Type.Scalar.Kind.DOUBLE);
    public static final Type DATE = new Type.Scalar(Type.Scalar.Kind.DATE);
    public static final Type DATETIME = new Type.Scalar(Type.Scalar.Kind.DATETIME);
    public static final Type TIME = new Type.Scalar(Type.Scalar.Kind.TIME);
    public static final Type JSON = new Type.Scalar(Type.Scalar.Kind.JSON);
    public static final Type VARIANT = new Type.Scalar(Type.Scalar.Kind.VARIANT);
    public static final Type BITMAP = new Type.Scalar(Type.Scalar.Kind.BITMAP);
    static final Type HLL = new Type.Scalar(Type.Scalar.Kind.HLL);
    static final Type PERCENTILE = new Type.Scalar(Type.Scalar.Kind.PERCENTILE);
    public static final Type VARCHAR = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED_LENGTH);
    public static final Type VARBINARY = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);

    private TranslationTypes() {}
}
