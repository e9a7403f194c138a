package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Decides whether a component can hold all values of an SQL type exactly: an {@code int} can't hold every BIGINT, a
 * {@code long} can hold every INT, and a {@code double} can't hold every decimal. Lengths of texts are not compared,
 * because the lengths of most expressions are unknown.
 */
public record JavaTypeFit(JavaType javaType) {
    /** Returns whether the Java type can hold all values of an SQL type. */
    public boolean canHold(Type sqlType) {
        if (sqlType instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.NULL) {
            return true;
        }
        if (javaType instanceof JavaType.Primitive primitive) {
            return canHold(primitive.kind(), PrimitiveType.of(sqlType));
        }
        if (javaType instanceof JavaType.Simple simpleType) {
            return canHold(simpleType, PrimitiveType.of(sqlType));
        }
        if (javaType instanceof JavaType.Enumeration) {
            return PrimitiveType.of(sqlType).isCharacterType();
        }
        if (javaType instanceof JavaType.JavaListType listType) {
            return sqlType instanceof Type.Array arrayType
                    && new JavaTypeFit(listType.element()).canHold(arrayType.element());
        }
        if (javaType instanceof JavaType.JavaMapType javaMapType) {
            return sqlType instanceof Type.Map sqlMapType
                    && new JavaTypeFit(javaMapType.key()).canHold(sqlMapType.key())
                    && new JavaTypeFit(javaMapType.value()).canHold(sqlMapType.value());
        }
        return sqlType instanceof Type.Struct structType
                && canHold(((JavaType.Struct) javaType).fields(), structType.fields());
    }

    private static boolean canHold(List<JavaType.Field> javaFields, List<Type.Field> sqlFields) {
        if (javaFields.size() != sqlFields.size()) {
            return false;
        }
        for (int i = 0; i < javaFields.size(); i++) {
            boolean hasSameName =
                    javaFields.get(i).name().equalsIgnoreCase(sqlFields.get(i).name());
            if (!hasSameName
                    || !new JavaTypeFit(javaFields.get(i).type())
                            .canHold(sqlFields.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean canHold(Kind javaKind, PrimitiveType sqlType) {
        return switch (javaKind) {
            case BOOLEAN -> sqlType == PrimitiveType.BOOLEAN;
            case BYTE -> sqlType == PrimitiveType.TINYINT;
            case SHORT -> sqlType == PrimitiveType.TINYINT || sqlType == PrimitiveType.SMALLINT;
            case INT -> sqlType.isInteger() && sqlType != PrimitiveType.BIGINT;
            case LONG -> sqlType.isInteger();
            case FLOAT ->
                sqlType == PrimitiveType.FLOAT || sqlType == PrimitiveType.TINYINT || sqlType == PrimitiveType.SMALLINT;
            case DOUBLE -> sqlType.isFloatingPoint() || (sqlType.isInteger() && sqlType != PrimitiveType.BIGINT);
        };
    }

    private static boolean canHold(JavaType.Simple simpleType, PrimitiveType sqlType) {
        return switch (simpleType) {
            // The driver returns values of the types without a Java type of their own as text.
            case STRING ->
                sqlType.isCharacterType()
                        || sqlType == PrimitiveType.JSON
                        || sqlType == PrimitiveType.TIME
                        || sqlType == PrimitiveType.VARIANT;
            case JSON -> sqlType == PrimitiveType.JSON;
            case BIG_DECIMAL -> sqlType.isDecimal() || sqlType.isFixedPoint();
            case BIG_INTEGER -> sqlType.isFixedPoint();
            case LOCAL_DATE -> sqlType == PrimitiveType.DATE;
            case LOCAL_DATE_TIME -> sqlType == PrimitiveType.DATETIME;
            case BYTES -> sqlType == PrimitiveType.VARBINARY;
            case BITMAP -> sqlType == PrimitiveType.BITMAP;
            case HLL -> sqlType == PrimitiveType.HLL;
            case PERCENTILE -> sqlType == PrimitiveType.PERCENTILE;
            case STATE -> true; // it is only written, and null in a row that is read
        };
    }
}
