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
 * The SQL form of parameters of a Java type: the marker with which they are sent, the literal that stands for them when
 * a statement is checked, and the SQL types that they fit. The marker has a CAST if the server would give the literal
 * alone another type.
 */
record ParameterForm(JavaType javaType) {
    /** The marker of a parameter that needs neither a CAST nor a function. */
    static final String BARE_MARKER = "?";

    /**
     * A number that needs a BIGINT. It is half of the maximum, so that the sum of LIMIT and OFFSET does not overflow.
     */
    private static final long HALF_MAX_LONG = Long.MAX_VALUE / 2;

    /** Returns whether values of this type can be parameters. */
    boolean isSupported() {
        if (javaType instanceof JavaType.JavaListType listType) {
            return new ParameterForm(listType.element()).isSupported();
        }
        if (javaType instanceof JavaType.JavaMapType mapType) {
            return new ParameterForm(mapType.key()).isSupported() && new ParameterForm(mapType.value()).isSupported();
        }
        return javaType != Simple.STATE;
    }

    /** Returns whether the SQL of a value depends on the value, so that no marker can be written in advance. */
    boolean isRenderedPerValue() {
        return javaType instanceof JavaType.JavaListType
                || javaType instanceof JavaType.JavaMapType
                || javaType instanceof JavaType.Struct
                || javaType == Simple.BITMAP
                || javaType == Simple.HLL
                || javaType == Simple.PERCENTILE;
    }

    /** Returns the SQL of a bound parameter. */
    String renderMarker() {
        return findCastType().map(type -> "CAST(? AS " + type + ")").orElseGet(() -> renderUncastMarker(null));
    }

    /** Returns the SQL of a bound parameter that is stored in a column, or compared with a value of its own type. */
    String renderUncastMarker(@Nullable Type columnType) {
        if (javaType == Simple.BYTES) {
            return "to_binary(?, 'hex')";
        }
        boolean isJson = columnType instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.JSON;
        return isJson || javaType == Simple.JSON ? SqlSegment.Value.DOCUMENT_MARKER : BARE_MARKER;
    }

    /** Returns the type to which a parameter is cast; empty if its literal has the right type. */
    private Optional<String> findCastType() {
        if (javaType instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case FLOAT -> Optional.of("FLOAT");
                case DOUBLE -> Optional.of("DOUBLE");
                default -> Optional.empty();
            };
        }
        if (javaType == Simple.LOCAL_DATE) {
            return Optional.of("DATE");
        }
        if (javaType == Simple.LOCAL_DATE_TIME) {
            return Optional.of("DATETIME");
        }
        return javaType == Simple.BIG_INTEGER ? Optional.of("LARGEINT") : Optional.empty();
    }

    /**
     * Returns the type to which a list, a map or a struct is cast, because its elements are bound as text; empty for
     * other values.
     */
    Optional<Type> findNestedType() {
        return javaType instanceof JavaType.JavaListType
                        || javaType instanceof JavaType.JavaMapType
                        || javaType instanceof JavaType.Struct
                ? Optional.of(Sql.parseType(renderSqlType()))
                : Optional.empty();
    }

    /** Returns the literal that stands for a parameter, with the CAST with which the parameter is sent. */
    String renderLiteral() {
        String uncastLiteral = renderUncastLiteral();
        return findCastType()
                .map(type -> "CAST(" + uncastLiteral + " AS " + type + ")")
                .orElse(uncastLiteral);
    }

    /** Returns the literal for NULL, with the type; if a function converts the value, the literal of another value. */
    String renderNullLiteral() {
        return isWrappedInFunction() ? renderLiteral() : "CAST(NULL AS " + renderSqlType() + ")";
    }

    /**
     * Returns the literal for NULL of a parameter that is sent without a CAST; if a function converts the value, the
     * literal of another value.
     */
    String renderUncastNullLiteral() {
        return isWrappedInFunction() ? renderUncastLiteral() : "NULL";
    }

    /** Returns whether a function converts the bound value, including NULL. */
    private boolean isWrappedInFunction() {
        return isRenderedPerValue() || javaType == Simple.BYTES || javaType == Simple.JSON;
    }

    private String renderSqlType() {
        if (javaType instanceof Primitive primitive) {
            return primitive.kind().sqlKind().name();
        }
        if (javaType instanceof JavaType.JavaListType listType) {
            return "ARRAY<" + new ParameterForm(listType.element()).renderSqlType() + ">";
        }
        if (javaType instanceof JavaType.JavaMapType mapType) {
            return "MAP<" + new ParameterForm(mapType.key()).renderSqlType() + ","
                    + new ParameterForm(mapType.value()).renderSqlType() + ">";
        }
        if (javaType instanceof JavaType.Struct structType) {
            return structType.fields().stream()
                    .map(field -> "`" + field.name() + "` " + new ParameterForm(field.type()).renderSqlType())
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
        }
        if (javaType == Simple.BIG_DECIMAL) {
            return "DECIMAL(38, 9)";
        }
        if (javaType == Simple.BYTES || javaType == Simple.JSON) {
            return javaType == Simple.JSON ? "JSON" : "VARBINARY";
        }
        return findCastType().orElse("VARCHAR(65533)");
    }

    /**
     * Returns the literal of a parameter that is sent without a CAST. The literal of a text is 'day', because functions
     * also accept it as a unit of time.
     */
    String renderUncastLiteral() {
        if (javaType instanceof Primitive primitive) {
            return renderPrimitiveLiteral(primitive.kind());
        }
        if (javaType instanceof Simple simpleType) {
            return switch (simpleType) {
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
        if (javaType instanceof JavaType.JavaListType listType) {
            return "[" + new ParameterForm(listType.element()).renderLiteral() + "]";
        }
        if (javaType instanceof JavaType.JavaMapType mapType) {
            return "map{" + new ParameterForm(mapType.key()).renderLiteral() + ":"
                    + new ParameterForm(mapType.value()).renderLiteral() + "}";
        }
        if (javaType instanceof JavaType.Struct structType) {
            return renderStructLiteral(structType.fields());
        }
        return "'day'";
    }

    private static String renderStructLiteral(List<JavaType.Field> fields) {
        return fields.stream()
                .map(field -> "'" + field.name() + "', " + new ParameterForm(field.type()).renderLiteral())
                .collect(Collectors.joining(", ", "named_struct(", ")"));
    }

    private static String renderPrimitiveLiteral(Primitive.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "TRUE";
            case BYTE -> String.valueOf(Byte.MAX_VALUE);
            case SHORT -> String.valueOf(Short.MAX_VALUE);
            case INT -> String.valueOf(Integer.MAX_VALUE);
            case LONG -> String.valueOf(HALF_MAX_LONG);
            case FLOAT, DOUBLE -> "0.5";
        };
    }

    boolean isInteger() {
        return javaType instanceof Primitive primitive
                && switch (primitive.kind()) {
                    case BYTE, SHORT, INT, LONG -> true;
                    case BOOLEAN, FLOAT, DOUBLE -> false;
                };
    }

    boolean isNumber() {
        boolean isPrimitiveNumber =
                javaType instanceof Primitive primitive && primitive.kind() != Primitive.Kind.BOOLEAN;
        return isPrimitiveNumber || javaType == Simple.BIG_DECIMAL || javaType == Simple.BIG_INTEGER;
    }

    boolean isBoolean() {
        return javaType instanceof Primitive primitive && primitive.kind() == Primitive.Kind.BOOLEAN;
    }

    boolean isText() {
        return javaType == Simple.STRING || javaType instanceof JavaType.Enumeration;
    }

    /**
     * Returns whether a value can be compared with a value of an SQL type without a conversion that loses digits or
     * meaning.
     */
    boolean isComparableWith(Type sqlType) {
        PrimitiveType primitiveType = PrimitiveType.of(sqlType);
        if (javaType instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case BOOLEAN -> primitiveType == PrimitiveType.BOOLEAN;
                case FLOAT, DOUBLE -> primitiveType.isFloatingPoint();
                default -> primitiveType.isNumeric();
            };
        }
        if (javaType == Simple.BIG_DECIMAL || javaType == Simple.BIG_INTEGER) {
            return primitiveType.isNumeric();
        }
        if (isText()) {
            return primitiveType.isCharacterType() || primitiveType == PrimitiveType.JSON;
        }
        if (javaType == Simple.LOCAL_DATE) {
            return primitiveType == PrimitiveType.DATE || primitiveType == PrimitiveType.DATETIME;
        }
        return new JavaTypeFit(javaType).canHold(sqlType);
    }

    /**
     * Returns whether a function can take a value as an argument of an SQL type. Any value that is not composed can be
     * converted to text.
     */
    boolean mayBeArgumentOf(Type sqlType) {
        PrimitiveType primitiveType = PrimitiveType.of(sqlType);
        if (primitiveType.isCharacterType()) {
            return !isRenderedPerValue();
        }
        if (javaType == Simple.LOCAL_DATE_TIME && primitiveType == PrimitiveType.DATE) {
            return true;
        }
        if (javaType instanceof Primitive primitive && primitive.kind() != Primitive.Kind.BOOLEAN) {
            return primitiveType.isNumeric();
        }
        if (javaType instanceof JavaType.JavaListType listType && sqlType instanceof Type.Array arrayType) {
            return new ParameterForm(listType.element()).mayBeElementOf(arrayType.element());
        }
        if (javaType instanceof JavaType.JavaMapType mapType && sqlType instanceof Type.Map sqlMapType) {
            return new ParameterForm(mapType.key()).mayBeElementOf(sqlMapType.key())
                    && new ParameterForm(mapType.value()).mayBeElementOf(sqlMapType.value());
        }
        // The statement is analyzed with a literal of the same type as such a value, which refuses a wrong argument.
        return isRenderedPerValue() || isComparableWith(sqlType);
    }

    /**
     * Returns whether a value can be an element of an argument; unlike arguments, elements are not converted to text.
     */
    private boolean mayBeElementOf(Type sqlType) {
        return sqlType.isNested() ? mayBeArgumentOf(sqlType) : isComparableWith(sqlType);
    }

    /**
     * Returns whether a column can store all values; the length of texts and the digits of decimals are checked when
     * they are sent.
     */
    boolean mayBeStoredIn(Type columnType) {
        PrimitiveType primitiveType = PrimitiveType.of(columnType);
        if (javaType instanceof Primitive primitive) {
            return switch (primitive.kind()) {
                case BOOLEAN -> primitiveType == PrimitiveType.BOOLEAN;
                case FLOAT -> primitiveType.isFloatingPoint();
                case DOUBLE -> primitiveType == PrimitiveType.DOUBLE;
                default ->
                    primitiveType.isDecimal()
                            || primitiveType.isFloatingPoint()
                            || isWideEnoughFor(primitiveType, primitive.kind());
            };
        }
        if (javaType == Simple.BIG_DECIMAL) {
            return primitiveType.isDecimal();
        }
        if (javaType == Simple.BIG_INTEGER) {
            return primitiveType == PrimitiveType.LARGEINT;
        }
        return isComparableWith(columnType);
    }

    private static boolean isWideEnoughFor(PrimitiveType primitiveType, Primitive.Kind kind) {
        return switch (kind) {
            case BYTE -> primitiveType.isFixedPoint();
            case SHORT -> primitiveType.isFixedPoint() && primitiveType != PrimitiveType.TINYINT;
            case INT ->
                primitiveType == PrimitiveType.INT
                        || primitiveType == PrimitiveType.BIGINT
                        || primitiveType == PrimitiveType.LARGEINT;
            default -> primitiveType == PrimitiveType.BIGINT || primitiveType == PrimitiveType.LARGEINT;
        };
    }
}
