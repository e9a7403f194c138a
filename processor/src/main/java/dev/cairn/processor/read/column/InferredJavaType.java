package dev.cairn.processor.read.column;

import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** What a column is in Java, told from its type alone: as near as one can come without the record. */
public final class InferredJavaType {
    private InferredJavaType() {}

    public static JavaType java(@Nullable Type type, boolean primitive) {
        if (type == null) {
            return Simple.STATE;
        }
        if (type instanceof Type.Scalar scalar) {
            return scalar(scalar.kind(), primitive);
        }
        if (type instanceof Type.Array array) {
            return new JavaType.ListOf(java(array.element(), false));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.MapOf(java(map.key(), false), java(map.value(), false));
        }
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? Simple.BYTES : Simple.STRING;
        }
        return type instanceof Type.Decimal ? Simple.BIG_DECIMAL : Simple.STRING;
    }

    private static JavaType scalar(Type.Scalar.Kind kind, boolean primitive) {
        return switch (kind) {
            case BOOLEAN -> new Primitive(Primitive.Kind.BOOLEAN, !primitive);
            case TINYINT -> new Primitive(Primitive.Kind.BYTE, !primitive);
            case SMALLINT -> new Primitive(Primitive.Kind.SHORT, !primitive);
            case INT -> new Primitive(Primitive.Kind.INT, !primitive);
            case BIGINT, SIGNED -> new Primitive(Primitive.Kind.LONG, !primitive);
            case FLOAT -> new Primitive(Primitive.Kind.FLOAT, !primitive);
            case DOUBLE -> new Primitive(Primitive.Kind.DOUBLE, !primitive);
            case LARGEINT -> Simple.BIG_INTEGER;
            case DATE -> Simple.LOCAL_DATE;
            case DATETIME -> Simple.LOCAL_DATE_TIME;
            case JSON -> Simple.JSON;
            case BITMAP -> Simple.BITMAP;
            case HLL -> Simple.HLL;
            case PERCENTILE -> Simple.PERCENTILE;
            case TIME, VARIANT, NULL -> Simple.STRING;
        };
    }
}
