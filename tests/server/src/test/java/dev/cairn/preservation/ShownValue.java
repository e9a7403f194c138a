package dev.cairn.preservation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders values so that equal values of columns of two types have the same text: {@code 1} and {@code 1.00}, a day and
 * its midnight, or the fields that two structs share.
 */
final class ShownValue {
    private static final List<Type.Scalar.Kind> NUMBER_KINDS = List.of(
            Type.Scalar.Kind.BOOLEAN,
            Type.Scalar.Kind.TINYINT,
            Type.Scalar.Kind.SMALLINT,
            Type.Scalar.Kind.INT,
            Type.Scalar.Kind.BIGINT,
            Type.Scalar.Kind.LARGEINT,
            Type.Scalar.Kind.FLOAT,
            Type.Scalar.Kind.DOUBLE);

    private ShownValue() {}

    /** Returns the expression that selects a column as a text. */
    static String renderSelectExpression(String column, Type type) {
        String name = "`" + column + "`";
        if (type instanceof Type.Scalar scalar) {
            return switch (scalar.kind()) {
                case BITMAP -> "bitmap_to_string(" + name + ")";
                case HLL -> "hll_cardinality(" + name + ")";
                // Connector/J reads no DOUBLE that is not a number, which is the percentile of no values.
                case PERCENTILE -> "CAST(percentile_approx_raw(" + name + ", 0.5) AS STRING)";
                default -> name;
            };
        }
        return type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARBINARY ? "hex(" + name + ")" : name;
    }

    /**
     * Returns the text of a value, which is the same for equal values of two types.
     *
     * @param type the type of the value's column
     * @param otherType the type of the column that it is compared with
     */
    static String of(Type type, Type otherType, @Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        boolean isNested = type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
        return isNested
                ? renderElement(type, otherType, JsonParser.parseString(value))
                : normalizeText(type, otherType, value);
    }

    private static String renderElement(Type type, Type otherType, JsonElement value) {
        if (value instanceof JsonNull) {
            return "NULL";
        }
        if (type instanceof Type.Struct struct
                && otherType instanceof Type.Struct otherNested
                && value instanceof JsonObject object) {
            Map<String, String> fields = new TreeMap<>();
            for (Type.Field field : struct.fields()) {
                findField(otherNested, field.name())
                        .ifPresent(otherField -> fields.put(
                                field.name().toLowerCase(Locale.ROOT),
                                renderElement(field.type(), otherField.type(), object.get(field.name()))));
            }
            return fields.toString();
        }
        if (type instanceof Type.Array array
                && otherType instanceof Type.Array otherNested
                && value instanceof JsonArray items) {
            List<String> elements = new ArrayList<>();
            items.forEach(item -> elements.add(renderElement(array.element(), otherNested.element(), item)));
            return elements.toString();
        }
        if (type instanceof Type.Map map
                && otherType instanceof Type.Map otherNested
                && value instanceof JsonObject object) {
            List<String> entries = new ArrayList<>();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                entries.add(renderElement(map.key(), otherNested.key(), new JsonPrimitive(entry.getKey())) + "="
                        + renderElement(map.value(), otherNested.value(), entry.getValue()));
            }
            Collections.sort(entries);
            return entries.toString();
        }
        return normalizeText(type, otherType, value instanceof JsonPrimitive ? value.getAsString() : value.toString());
    }

    static Optional<Type.Field> findField(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String normalizeText(Type type, Type otherType, String value) {
        boolean isJsonText = isJson(type) && !isJson(otherType) && value.startsWith("\"");
        if (isJsonText) {
            // Only JSON shows a text in quotes.
            return normalizeText(
                    otherType, otherType, JsonParser.parseString(value).getAsString());
        }
        if (isFloatType(type) || isFloatType(otherType)) {
            // A FLOAT is shown with the fewest digits that identify it, and the same value as a DOUBLE with more
            // digits.
            return normalizeNumber(toFloat(value));
        }
        if (isNumber(type) || isNumber(otherType)) {
            return normalizeNumber(value);
        }
        return isDateOrTime(type) || isDateOrTime(otherType) ? value.replaceFirst("( 00:00:00)?(\\.0+)?$", "") : value;
    }

    private static boolean isJson(Type type) {
        return type instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.JSON;
    }

    private static boolean isFloatType(Type type) {
        return type instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.FLOAT;
    }

    private static String toFloat(String value) {
        try {
            return Float.toString(Float.parseFloat(value));
        } catch (NumberFormatException ignored) {
            return value;
        }
    }

    private static String normalizeNumber(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true") ? "1" : "0";
        }
        try {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException ignored) {
            return value;
        }
    }

    static boolean isNumber(Type type) {
        return type instanceof Type.Decimal
                || (type instanceof Type.Scalar scalar && NUMBER_KINDS.contains(scalar.kind()));
    }

    private static boolean isDateOrTime(Type type) {
        return type instanceof Type.Scalar scalar
                && List.of(Type.Scalar.Kind.DATE, Type.Scalar.Kind.DATETIME).contains(scalar.kind());
    }

    /** Returns the paths of the fields that only the first type has, with a dot before each name. */
    static List<String> findMissingFields(Type before, Type after) {
        List<String> missingPaths = new ArrayList<>();
        addMissingFields(before, after, "", missingPaths);
        return missingPaths;
    }

    private static void addMissingFields(Type before, Type after, String path, List<String> missingPaths) {
        if (before instanceof Type.Struct struct && after instanceof Type.Struct otherNested) {
            for (Type.Field field : struct.fields()) {
                String name = path + "." + field.name();
                findField(otherNested, field.name())
                        .ifPresentOrElse(
                                otherField -> addMissingFields(field.type(), otherField.type(), name, missingPaths),
                                () -> missingPaths.add(name));
            }
        } else if (before instanceof Type.Array array && after instanceof Type.Array otherNested) {
            addMissingFields(array.element(), otherNested.element(), path + ".[*]", missingPaths);
        } else if (before instanceof Type.Map map && after instanceof Type.Map otherNested) {
            addMissingFields(map.value(), otherNested.value(), path + ".[*]", missingPaths);
        }
    }

    /** Returns whether the second type can hold each value of the first one. */
    static boolean keepsAll(Type before, Type after) {
        if (before instanceof Type.Struct struct && after instanceof Type.Struct otherNested) {
            return struct.fields().stream()
                    .allMatch(field -> findField(otherNested, field.name())
                            .filter(otherField -> keepsAll(field.type(), otherField.type()))
                            .isPresent());
        }
        if (before instanceof Type.Array array && after instanceof Type.Array otherNested) {
            return keepsAll(array.element(), otherNested.element());
        }
        if (before instanceof Type.Map map && after instanceof Type.Map otherNested) {
            return keepsAll(map.key(), otherNested.key()) && keepsAll(map.value(), otherNested.value());
        }
        if (before instanceof Type.Text text && after instanceof Type.Text otherNested) {
            return text.kind() == otherNested.kind() && otherNested.length() >= text.length();
        }
        if (before instanceof Type.Scalar scalar && after instanceof Type.Scalar otherNested) {
            int rank = NUMBER_KINDS.indexOf(scalar.kind());
            int otherRank = NUMBER_KINDS.indexOf(otherNested.kind());
            int largestIntegerRank = NUMBER_KINDS.indexOf(Type.Scalar.Kind.LARGEINT);
            return scalar.kind() == otherNested.kind()
                    || (rank > 0 && rank <= otherRank && otherRank <= largestIntegerRank);
        }
        return Sql.render(before).equals(Sql.render(after));
    }
}
