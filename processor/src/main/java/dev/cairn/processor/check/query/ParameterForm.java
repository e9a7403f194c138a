package dev.cairn.processor.check.query;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.check.JavaTypeFit;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of parameters of a Java type: how they are sent, and which literal stands for them when a statement is checked. A
 * parameter whose literal would have another type than the Java type means is sent with a CAST.
 */
record ParameterForm(JavaType java) {
    /** The marker of a parameter without a CAST. */
    static final String BARE = "?";

    /** Whether values of this type can be parameters. */
    boolean isSupported() {
        if (java instanceof JavaType.ListOf list) {
            return new ParameterForm(list.element()).isSupported();
        }
        if (java instanceof JavaType.MapOf map) {
            return new ParameterForm(map.key()).isSupported() && new ParameterForm(map.value()).isSupported();
        }
        return java != Simple.STATE;
    }

    /** Whether the SQL of a value depends on the value. */
    boolean isComposed() {
        return java instanceof JavaType.ListOf
                || java instanceof JavaType.MapOf
                || java instanceof JavaType.Struct
                || java == Simple.BITMAP
                || java == Simple.HLL
                || java == Simple.PERCENTILE;
    }

    /** The SQL of a bound parameter. */
    String marker() {
        return castType().map(type -> "CAST(? AS " + type + ")").orElseGet(() -> storedForm(null));
    }

    /** The SQL of a bound parameter that is stored in a column, or compared with a value of its own type. */
    String storedForm(@Nullable Type column) {
        if (java == Simple.BYTES) {
            return "to_binary(?, 'hex')";
        }
        boolean json = column instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.JSON;
        return json || java == Simple.JSON ? SqlSegment.Value.DOCUMENT : BARE;
    }

    /** The type to which a parameter is cast; empty if its literal has the right type. */
    private Optional<String> castType() {
        if (java instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case FLOAT -> Optional.of("FLOAT");
                case DOUBLE -> Optional.of("DOUBLE");
                default -> Optional.empty();
            };
        }
        if (java == Simple.LOCAL_DATE) {
            return Optional.of("DATE");
        }
        if (java == Simple.LOCAL_DATE_TIME) {
            return Optional.of("DATETIME");
        }
        return java == Simple.BIG_INTEGER ? Optional.of("LARGEINT") : Optional.empty();
    }

    /** The type to which a list, a map or a struct is cast, because its elements are bound as text; null for other values. */
    @Nullable
    Type nestedType() {
        return java instanceof JavaType.ListOf || java instanceof JavaType.MapOf || java instanceof JavaType.Struct
                ? Sql.parseType(sqlType())
                : null;
    }

    /** A literal of the type, which is the largest that values of the Java type may have. */
    String literal() {
        String plain = plainLiteral();
        return castType().map(type -> "CAST(" + plain + " AS " + type + ")").orElse(plain);
    }

    /** NULL of the type. */
    String nullLiteral() {
        return isConverted() ? literal() : "CAST(NULL AS " + sqlType() + ")";
    }

    /** NULL of a parameter that is sent without a CAST. */
    String plainNull() {
        return isConverted() ? plainLiteral() : "NULL";
    }

    /** Whether a function converts the bound value, including NULL. */
    private boolean isConverted() {
        return isComposed() || java == Simple.BYTES || java == Simple.JSON;
    }

    private String sqlType() {
        if (java instanceof Primitive primitive) {
            return primitive.kind().sql().name();
        }
        if (java instanceof JavaType.ListOf list) {
            return "ARRAY<" + new ParameterForm(list.element()).sqlType() + ">";
        }
        if (java instanceof JavaType.MapOf map) {
            return "MAP<" + new ParameterForm(map.key()).sqlType() + "," + new ParameterForm(map.value()).sqlType()
                    + ">";
        }
        if (java instanceof JavaType.Struct struct) {
            return struct.fields().stream()
                    .map(field -> "`" + field.name() + "` " + new ParameterForm(field.type()).sqlType())
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
        }
        if (java == Simple.BIG_DECIMAL) {
            return "DECIMAL(38, 9)";
        }
        if (java == Simple.BYTES || java == Simple.JSON) {
            return java == Simple.JSON ? "JSON" : "VARBINARY";
        }
        return castType().orElse("VARCHAR(65533)");
    }

    /** The literal of a parameter that is sent without a CAST. A text is one that functions take for a unit of time. */
    String plainLiteral() {
        if (java instanceof Primitive primitive) {
            return number(primitive.kind());
        }
        if (java instanceof Simple simple) {
            return switch (simple) {
                case STRING, STATE -> "'day'";
                case JSON -> "parse_json('{}')";
                case BIG_DECIMAL -> "1.5";
                case BIG_INTEGER -> "'1'";
                case LOCAL_DATE -> "'2000-01-01'";
                case LOCAL_DATE_TIME -> "'2000-01-01 00:00:00'";
                case BYTES -> "to_binary('00', 'hex')";
                case BITMAP -> "bitmap_empty()";
                case HLL -> "hll_empty()";
                case PERCENTILE -> "percentile_empty()";
            };
        }
        if (java instanceof JavaType.ListOf list) {
            return "[" + new ParameterForm(list.element()).literal() + "]";
        }
        if (java instanceof JavaType.MapOf map) {
            return "map{" + new ParameterForm(map.key()).literal() + ":" + new ParameterForm(map.value()).literal()
                    + "}";
        }
        if (java instanceof JavaType.Struct struct) {
            return struct(struct.fields());
        }
        return "'day'";
    }

    private static String struct(List<JavaType.Field> fields) {
        StringBuilder text = new StringBuilder("named_struct(");
        for (JavaType.Field field : fields) {
            text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
            text.append('\'').append(field.name()).append("', ");
            text.append(new ParameterForm(field.type()).literal());
        }
        return text.append(')').toString();
    }

    private static String number(Primitive.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "TRUE";
            case BYTE -> String.valueOf(Byte.MAX_VALUE);
            case SHORT -> String.valueOf(Short.MAX_VALUE);
            case INT -> String.valueOf(Integer.MAX_VALUE);
            case LONG -> String.valueOf(Long.MAX_VALUE);
            case FLOAT, DOUBLE -> "0.5";
        };
    }

    boolean isInteger() {
        return java instanceof Primitive primitive
                && switch (primitive.kind()) {
                    case BYTE, SHORT, INT, LONG -> true;
                    case BOOLEAN, FLOAT, DOUBLE -> false;
                };
    }

    boolean isNumber() {
        boolean primitive = java instanceof Primitive number && number.kind() != Primitive.Kind.BOOLEAN;
        return primitive || java == Simple.BIG_DECIMAL || java == Simple.BIG_INTEGER;
    }

    boolean isBoolean() {
        return java instanceof Primitive primitive && primitive.kind() == Primitive.Kind.BOOLEAN;
    }

    boolean isText() {
        return java == Simple.STRING || java instanceof JavaType.Enumeration;
    }

    /** Whether a value can be compared with a value of an SQL type without a conversion that loses digits or sense. */
    boolean isComparableWith(Type sql) {
        PrimitiveType type = PrimitiveType.of(sql);
        if (java instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case BOOLEAN -> type == PrimitiveType.BOOLEAN;
                case FLOAT, DOUBLE -> type.isFloatingPoint();
                default -> type.isNumeric();
            };
        }
        if (java == Simple.BIG_DECIMAL || java == Simple.BIG_INTEGER) {
            return type.isNumeric();
        }
        if (isText()) {
            return type.isCharacters() || type == PrimitiveType.JSON;
        }
        if (java == Simple.LOCAL_DATE) {
            return type == PrimitiveType.DATE || type == PrimitiveType.DATETIME;
        }
        return new JavaTypeFit(java).holds(sql);
    }

    /** Whether a function can take a value as an argument of an SQL type; any value has a text. */
    boolean isArgumentOf(Type sql) {
        PrimitiveType type = PrimitiveType.of(sql);
        if (type.isCharacters()) {
            return !isComposed();
        }
        if (java == Simple.LOCAL_DATE_TIME && type == PrimitiveType.DATE) {
            return true;
        }
        if (java instanceof Primitive primitive && primitive.kind() != Primitive.Kind.BOOLEAN) {
            return type.isNumeric();
        }
        if (java instanceof JavaType.ListOf list && sql instanceof Type.Array array) {
            return new ParameterForm(list.element()).isElementOf(array.element());
        }
        if (java instanceof JavaType.MapOf map && sql instanceof Type.Map other) {
            return new ParameterForm(map.key()).isElementOf(other.key())
                    && new ParameterForm(map.value()).isElementOf(other.value());
        }
        return isComposed() || isComparableWith(sql);
    }

    /** Elements are not converted to text as arguments are. */
    private boolean isElementOf(Type sql) {
        return sql.isComplex() ? isArgumentOf(sql) : isComparableWith(sql);
    }

    /** Whether a column can store all values; the length of texts and the digits of decimals are checked when they are sent. */
    boolean isStoredIn(Type column) {
        PrimitiveType type = PrimitiveType.of(column);
        if (java instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case BOOLEAN -> type == PrimitiveType.BOOLEAN;
                case FLOAT -> type.isFloatingPoint();
                case DOUBLE -> type == PrimitiveType.DOUBLE;
                default -> type.isDecimal() || type.isFloatingPoint() || holdsInteger(type, primitive.kind());
            };
        }
        if (java == Simple.BIG_DECIMAL) {
            return type.isDecimal();
        }
        if (java == Simple.BIG_INTEGER) {
            return type == PrimitiveType.LARGEINT;
        }
        return isComparableWith(column);
    }

    private static boolean holdsInteger(PrimitiveType type, Primitive.Kind kind) {
        return switch (kind) {
            case BYTE -> type.isFixedPoint();
            case SHORT -> type.isFixedPoint() && type != PrimitiveType.TINYINT;
            case INT -> type == PrimitiveType.INT || type == PrimitiveType.BIGINT || type == PrimitiveType.LARGEINT;
            default -> type == PrimitiveType.BIGINT || type == PrimitiveType.LARGEINT;
        };
    }
}
