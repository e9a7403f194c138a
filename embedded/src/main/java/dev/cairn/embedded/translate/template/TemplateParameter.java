package dev.cairn.embedded.translate.template;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/**
 * The kind of arguments that a parameter of a template accepts: a type such as {@code bigint}, a group such as
 * {@code any} or {@code array}, or a letter: {@code T} for the type of the result, {@code C} for the common type of all
 * arguments, {@code E} and {@code K} for the element and key type of the first argument.
 */
public record TemplateParameter(String kind) {
    /** A decimal of more than 38 digits, which the template receives as a string; its result is also a string. */
    private static final String WIDE_TEXT = "decimal256";

    /** A decimal of more than 38 digits, which the template gets as the integer of its digits. */
    private static final String WIDE_DIGITS = "decimal256!";

    /**
     * The suffix of an array of values of exactly one type, such as truth values, which the template gets unchanged.
     */
    private static final String EXACT_ELEMENTS_SUFFIX = "]!";

    /** An array of decimals of at most 38 digits, which the template gets unchanged. */
    private static final String DECIMAL_ARRAY = "[decimal]!";

    /**
     * A value that a server converts to {@link #EXACT_DECIMAL_TYPE}: an integer, a text, a truth value or a date, but
     * not a floating-point number.
     */
    private static final String EXACT_DECIMAL = "exact";

    private static final Type EXACT_DECIMAL_TYPE = new Type.Decimal(Type.Decimal.Kind.DECIMAL128, 38, 9);

    public boolean isWide() {
        return kind.equals(WIDE_TEXT) || kind.equals(WIDE_DIGITS);
    }

    /** Returns whether an argument may have a type. Every parameter accepts the type of NULL. */
    public boolean accepts(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (primitiveType == PrimitiveType.NULL_TYPE) {
            return true;
        }
        return switch (kind) {
            case "any", "T", "C", "E", "K" -> true;
            case "array" -> type instanceof Type.Array;
            case "map" -> type instanceof Type.Map;
            case "struct" -> type instanceof Type.Struct;
            case "decimal" -> primitiveType.isDecimal() && !WideDecimal.isWide(type);
            case WIDE_TEXT, WIDE_DIGITS -> WideDecimal.isWide(type);
            case EXACT_DECIMAL ->
                primitiveType.isFixedPoint()
                        || primitiveType.isCharacterType()
                        || primitiveType == PrimitiveType.BOOLEAN
                        || primitiveType == PrimitiveType.DATE;
            case "number" -> primitiveType.isNumeric();
            case "text" -> primitiveType.isCharacterType();
            case "date!" -> primitiveType == PrimitiveType.DATE;
            case "datetime!" -> primitiveType == PrimitiveType.DATETIME;
            case "boolean!" -> primitiveType == PrimitiveType.BOOLEAN;
            case DECIMAL_ARRAY ->
                type instanceof Type.Array array
                        && PrimitiveType.of(array.element()).isDecimal()
                        && !WideDecimal.isWide(array.element());
            case "json", "bitmap", "hll", "percentile", "varbinary", "time" ->
                primitiveType.name().toLowerCase(Locale.ROOT).equals(kind)
                        || (kind.equals("json") && isScalar(primitiveType))
                        || (kind.equals("time") && primitiveType.isCharacterType());
            default -> {
                if (!kind.startsWith("[")) {
                    yield isScalar(primitiveType);
                }
                yield type instanceof Type.Array array
                        && (!kind.endsWith(EXACT_ELEMENTS_SUFFIX)
                                || PrimitiveType.of(array.element()) == PrimitiveType.of(elementType()));
            }
        };
    }

    /** Returns the type of the elements of an array such as {@code [bigint]}. */
    private Type elementType() {
        return Sql.parseType(kind.substring(1, kind.lastIndexOf(']')));
    }

    private static boolean isScalar(PrimitiveType primitiveType) {
        return primitiveType != PrimitiveType.INVALID_TYPE && !primitiveType.isMetric();
    }

    /** Returns the argument, converted to the type that the template expects. */
    public DuckDbExpression convert(DuckDbExpression argument, Type resultType, List<DuckDbExpression> arguments) {
        Type targetType = switch (kind) {
            case "any",
                    "array",
                    DECIMAL_ARRAY,
                    "map",
                    "struct",
                    "decimal",
                    WIDE_DIGITS,
                    "number",
                    "datetime!",
                    "boolean!",
                    "bitmap",
                    "hll",
                    "percentile" -> argument.type();
            case "T" -> resultType;
            case "C" -> requireCommonType(arguments);
            case "E" -> arguments.get(0).type() instanceof Type.Array array ? array.element() : argument.type();
            case "K" -> arguments.get(0).type() instanceof Type.Map map ? map.key() : argument.type();
            case "text", WIDE_TEXT -> TypeConstants.VARCHAR;
            case "date!" -> TypeConstants.DATE;
            case EXACT_DECIMAL -> EXACT_DECIMAL_TYPE;
            default -> {
                if (kind.endsWith(EXACT_ELEMENTS_SUFFIX) && !argument.type().equals(TypeConstants.NULL)) {
                    yield argument.type();
                }
                yield kind.startsWith("[")
                        ? new Type.Array(elementType())
                        : kind.equals("time") ? TypeConstants.TIME : Sql.parseType(kind);
            }
        };
        if (argument.type().equals(TypeConstants.NULL)) {
            String duckDbType = switch (kind) {
                case "array" -> "INTEGER[]";
                case "[boolean]!" -> "BOOLEAN[]";
                case DECIMAL_ARRAY -> "DECIMAL(38, 0)[]";
                case "C" -> targetType.equals(TypeConstants.NULL) ? "INTEGER[]" : "";
                case "map" -> "STRUCT(\"key\" INTEGER, \"value\" INTEGER)[]";
                case "bitmap", "hll" -> DuckDbType.NUMBER_LIST_TYPE;
                case "percentile" -> "DOUBLE[]";
                case "number" -> "BIGINT";
                case "decimal" -> "DECIMAL(38, 0)";
                default -> "";
            };
            if (!duckDbType.isEmpty()) {
                return new DuckDbExpression("CAST(NULL AS " + duckDbType + ")", argument.type());
            }
        }
        return argument.convertTo(targetType);
    }

    private static Type requireCommonType(List<DuckDbExpression> arguments) {
        Type commonType = arguments.get(0).type();
        for (DuckDbExpression value : arguments.subList(1, arguments.size())) {
            Type widerType = CommonTypes.findCommonType(commonType, value.type());
            if (widerType == null) {
                throw UnsupportedFeatureRefusals.createTypeRefusal(TypeFormat.formatForMessages(commonType) + " beside "
                        + TypeFormat.formatForMessages(value.type()));
            }
            commonType = widerType;
        }
        return commonType;
    }
}
