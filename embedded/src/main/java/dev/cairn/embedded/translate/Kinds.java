package dev.cairn.embedded.translate;

import dev.cairn.sql.Type;

/** The types that translations name. */
final class Kinds {
    static final Type NULL = new Type.Scalar(Type.Scalar.Kind.NULL);
    static final Type BOOLEAN = new Type.Scalar(Type.Scalar.Kind.BOOLEAN);
    static final Type TINYINT = new Type.Scalar(Type.Scalar.Kind.TINYINT);
    static final Type SMALLINT = new Type.Scalar(Type.Scalar.Kind.SMALLINT);
    static final Type INT = new Type.Scalar(Type.Scalar.Kind.INT);
    static final Type BIGINT = new Type.Scalar(Type.Scalar.Kind.BIGINT);
    static final Type LARGEINT = new Type.Scalar(Type.Scalar.Kind.LARGEINT);
    static final Type FLOAT = new Type.Scalar(Type.Scalar.Kind.FLOAT);
    static final Type DOUBLE = new Type.Scalar(Type.Scalar.Kind.DOUBLE);
    static final Type DATE = new Type.Scalar(Type.Scalar.Kind.DATE);
    static final Type DATETIME = new Type.Scalar(Type.Scalar.Kind.DATETIME);
    static final Type TIME = new Type.Scalar(Type.Scalar.Kind.TIME);
    static final Type JSON = new Type.Scalar(Type.Scalar.Kind.JSON);
    static final Type BITMAP = new Type.Scalar(Type.Scalar.Kind.BITMAP);
    static final Type HLL = new Type.Scalar(Type.Scalar.Kind.HLL);
    static final Type PERCENTILE = new Type.Scalar(Type.Scalar.Kind.PERCENTILE);
    static final Type VARCHAR = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSAID);
    static final Type VARBINARY = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);

    private Kinds() {}
}
