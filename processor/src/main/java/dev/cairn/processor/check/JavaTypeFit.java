package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Decides whether a component can hold all values of an SQL type exactly: an {@code int} holds no BIGINT, a
 * {@code long} holds any INT, and a {@code double} holds no decimal. Lengths of texts are not compared, because those
 * of most expressions are unknown.
 */
public record JavaTypeFit(JavaType javaType) {
    public boolean canHold(Type sql) {
        if (sql instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.NULL) {
            return true;
        }
        if (javaType instanceof JavaType.Primitive primitive) {
            return canHold(primitive.kind(), PrimitiveType.of(sql));
        }
        if (javaType instanceof JavaType.Simple simpleType) {
            return canHold(simpleType, PrimitiveType.of(sql));
        }
        if (javaType instanceof JavaType.Enumeration) {
            return PrimitiveType.of(sql).isCharacters();
        }
        if (javaType instanceof JavaType.JavaListType listType) {
            return sql instanceof Type.Array arrayType
                    && new JavaTypeFit(listType.element()).canHold(arrayType.element());
        }
        if (javaType instanceof JavaType.JavaMapType javaMap) {
            return sql instanceof Type.Map sqlMap
                    && new JavaTypeFit(javaMap.key()).canHold(sqlMap.key())
                    && new JavaTypeFit(javaMap.value()).canHold(sqlMap.value());
        }
        return sql instanceof Type.Struct structType
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

    private static boolean canHold(Kind java, PrimitiveType sql) {
        return switch (java) {
            case BOOLEAN -> sql == PrimitiveType.BOOLEAN;
            case BYTE -> sql == PrimitiveType.TINYINT;
            case SHORT -> sql == PrimitiveType.TINYINT || sql == PrimitiveType.SMALLINT;
            case INT -> sql.isInteger() && sql != PrimitiveType.BIGINT;
            case LONG -> sql.isInteger();
            case FLOAT -> sql == PrimitiveType.FLOAT || sql == PrimitiveType.TINYINT || sql == PrimitiveType.SMALLINT;
            case DOUBLE -> sql.isFloatingPoint() || (sql.isInteger() && sql != PrimitiveType.BIGINT);
        };
    }

    private static boolean canHold(JavaType.Simple java, PrimitiveType sql) {
        return switch (java) {
            case STRING ->
                sql.isCharacters()
                        || sql == PrimitiveType.JSON
                        || sql == PrimitiveType.TIME
                        || sql == PrimitiveType.VARIANT;
            case JSON -> sql == PrimitiveType.JSON;
            case BIG_DECIMAL -> sql.isDecimal() || sql.isFixedPoint();
            case BIG_INTEGER -> sql.isFixedPoint();
            case LOCAL_DATE -> sql == PrimitiveType.DATE;
            case LOCAL_DATE_TIME -> sql == PrimitiveType.DATETIME;
            case BYTES -> sql == PrimitiveType.VARBINARY;
            case BITMAP -> sql == PrimitiveType.BITMAP;
            case HLL -> sql == PrimitiveType.HLL;
            case PERCENTILE -> sql == PrimitiveType.PERCENTILE;
            case STATE -> true;
        };
    }

    /** Returns the Java type to suggest for an SQL type with its size. */
    static String suggestSizedType(Type sql) {
        if (sql instanceof Type.Text text) {
            return switch (text.kind()) {
                case CHAR -> "@Char(" + text.length() + ") String";
                case VARCHAR -> "@Varchar(" + text.length() + ") String";
                case VARBINARY -> "@Varbinary(" + text.length() + ") byte[]";
            };
        }
        boolean isFlat = sql instanceof Type.Decimal || sql instanceof Type.Scalar;
        return isFlat ? suggestType(sql) : CheckedTable.formatType(sql);
    }

    /** Returns the action that the user can take if a component can't hold the values of a column of a query. */
    public static String describeRemedy(String suggestedType) {
        return "change the type to " + suggestedType + ", or CAST in the query";
    }

    /** Returns the Java type to suggest for a parameter of an SQL type, without annotations. */
    public static String suggestPlainType(Type sql) {
        return sql instanceof Type.Decimal ? "BigDecimal" : suggestType(sql);
    }

    /** Returns the Java type to suggest for an SQL type. */
    public static String suggestType(Type sql) {
        if (sql instanceof Type.Decimal decimalType) {
            return "@Decimal(precision = " + decimalType.precision() + ", scale = " + decimalType.scale()
                    + ") BigDecimal";
        }
        if (sql instanceof Type.Array) {
            return "List";
        }
        if (sql instanceof Type.Map) {
            return "Map";
        }
        PrimitiveType primitive = PrimitiveType.of(sql);
        if (primitive == PrimitiveType.INVALID_TYPE) {
            return "a nested record";
        }
        if (sql instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? "byte[]" : "String";
        }
        return sql instanceof Type.Scalar scalarType
                ? JavaType.of(scalarType.kind(), true).text()
                : "String";
    }
}
