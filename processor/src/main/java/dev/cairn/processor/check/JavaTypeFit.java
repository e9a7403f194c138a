package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.check.rule.CheckedTable;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/**
 * Which values of SQL a component can hold: all of them, exactly. An {@code int} holds no BIGINT, a {@code long} holds any
 * INT; a {@code double} holds no decimal. How long a text may be is not asked, for of most expressions nobody knows.
 */
record JavaTypeFit(JavaType java) {
    boolean holds(Type sql) {
        if (sql instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.NULL) {
            return true;
        }
        if (java instanceof JavaType.Primitive primitive) {
            return holds(primitive.kind(), PrimitiveType.of(sql));
        }
        if (java instanceof JavaType.Simple simple) {
            return holds(simple, PrimitiveType.of(sql));
        }
        if (java instanceof JavaType.Enumeration) {
            return PrimitiveType.of(sql).isCharacters();
        }
        if (java instanceof JavaType.ListOf list) {
            return sql instanceof Type.Array array && new JavaTypeFit(list.element()).holds(array.element());
        }
        if (java instanceof JavaType.MapOf map) {
            return sql instanceof Type.Map of
                    && new JavaTypeFit(map.key()).holds(of.key())
                    && new JavaTypeFit(map.value()).holds(of.value());
        }
        return sql instanceof Type.Struct struct && holds(((JavaType.Struct) java).fields(), struct.fields());
    }

    private static boolean holds(List<JavaType.Field> java, List<Type.Field> sql) {
        if (java.size() != sql.size()) {
            return false;
        }
        for (int i = 0; i < java.size(); i++) {
            boolean named = java.get(i).name().equalsIgnoreCase(sql.get(i).name());
            if (!named || !new JavaTypeFit(java.get(i).type()).holds(sql.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Kind java, PrimitiveType sql) {
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

    private static boolean holds(JavaType.Simple java, PrimitiveType sql) {
        return switch (java) {
            case STRING -> sql.isCharacters() || sql == PrimitiveType.JSON;
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

    /** The source text of the Java type. */
    String words() {
        if (java instanceof JavaType.Primitive primitive) {
            return primitive.boxed()
                    ? box(primitive.kind())
                    : primitive.kind().name().toLowerCase(Locale.ROOT);
        }
        if (java instanceof JavaType.Simple simple) {
            return words(simple);
        }
        if (java instanceof JavaType.Enumeration enumeration) {
            return enumeration.name().simple();
        }
        if (java instanceof JavaType.ListOf list) {
            return "List<" + boxed(list.element()) + ">";
        }
        if (java instanceof JavaType.MapOf map) {
            return "Map<" + boxed(map.key()) + ", " + boxed(map.value()) + ">";
        }
        return ((JavaType.Struct) java).name().simple();
    }

    private static String boxed(JavaType java) {
        return java instanceof JavaType.Primitive primitive ? box(primitive.kind()) : new JavaTypeFit(java).words();
    }

    static String box(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "Boolean";
            case BYTE -> "Byte";
            case SHORT -> "Short";
            case INT -> "Integer";
            case LONG -> "Long";
            case FLOAT -> "Float";
            case DOUBLE -> "Double";
        };
    }

    private static String words(JavaType.Simple java) {
        return switch (java) {
            case STRING -> "String";
            case JSON -> "@Json String";
            case BIG_DECIMAL -> "BigDecimal";
            case BIG_INTEGER -> "BigInteger";
            case LOCAL_DATE -> "LocalDate";
            case LOCAL_DATE_TIME -> "LocalDateTime";
            case BYTES -> "byte[]";
            case BITMAP -> "Bitmap";
            case HLL -> "Hll";
            case PERCENTILE -> "Percentile";
            case STATE -> "State";
        };
    }

    /** The Java type to suggest for an SQL type with its size. */
    static String sized(Type sql) {
        if (sql instanceof Type.Text text) {
            return switch (text.kind()) {
                case CHAR -> "@Char(" + text.length() + ") String";
                case VARCHAR -> "@Varchar(" + text.length() + ") String";
                case VARBINARY -> "@Varbinary(" + text.length() + ") byte[]";
            };
        }
        boolean flat = sql instanceof Type.Decimal || sql instanceof Type.Scalar;
        return flat ? suggested(sql) : CheckedTable.words(sql);
    }

    /** The Java type to suggest for an SQL type. */
    static String suggested(Type sql) {
        if (sql instanceof Type.Decimal decimal) {
            return "@Decimal(precision = " + decimal.precision() + ", scale = " + decimal.scale() + ") BigDecimal";
        }
        if (sql instanceof Type.Array) {
            return "List";
        }
        if (sql instanceof Type.Map) {
            return "Map";
        }
        return switch (PrimitiveType.of(sql)) {
            case BOOLEAN -> "boolean";
            case TINYINT -> "byte";
            case SMALLINT -> "short";
            case INT -> "int";
            case BIGINT -> "long";
            case LARGEINT -> "BigInteger";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case DATE -> "LocalDate";
            case DATETIME -> "LocalDateTime";
            case JSON -> "@Json String";
            case VARBINARY -> "byte[]";
            case BITMAP -> "Bitmap";
            case HLL -> "Hll";
            case PERCENTILE -> "Percentile";
            case INVALID_TYPE -> "a nested record";
            default -> "String";
        };
    }
}
