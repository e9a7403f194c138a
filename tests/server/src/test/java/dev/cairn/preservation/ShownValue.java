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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a value has to be the same when its column has another type: {@code 1} and {@code 1.00}, a day and its midnight,
 * the fields that two structs share.
 */
final class ShownValue {
    private static final List<Type.Scalar.Kind> NUMBERS = List.of(
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
    static String query(String column, Type type) {
        String name = "`" + column + "`";
        if (type instanceof Type.Scalar scalar) {
            return switch (scalar.kind()) {
                case BITMAP -> "bitmap_to_string(" + name + ")";
                case HLL -> "hll_cardinality(" + name + ")";
                case PERCENTILE -> "percentile_approx_raw(" + name + ", 0.5)";
                default -> name;
            };
        }
        return type instanceof Type.Text text && text.kind() == Type.Text.Kind.VARBINARY ? "hex(" + name + ")" : name;
    }

    /**
     * The same text for values that are the same.
     *
     * @param own the type of the value's column
     * @param other the type of the column that it is compared with
     */
    static String of(Type own, Type other, @Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        boolean nested = own instanceof Type.Array || own instanceof Type.Map || own instanceof Type.Struct;
        return nested ? element(own, other, JsonParser.parseString(value)) : text(own, other, value);
    }

    private static String element(Type own, Type other, JsonElement value) {
        if (value instanceof JsonNull) {
            return "NULL";
        }
        if (own instanceof Type.Struct struct
                && other instanceof Type.Struct with
                && value instanceof JsonObject object) {
            Map<String, String> fields = new TreeMap<>();
            for (Type.Field field : struct.fields()) {
                field(with, field.name())
                        .ifPresent(same -> fields.put(
                                field.name().toLowerCase(Locale.ROOT),
                                element(field.type(), same.type(), object.get(field.name()))));
            }
            return fields.toString();
        }
        if (own instanceof Type.Array array && other instanceof Type.Array with && value instanceof JsonArray items) {
            List<String> elements = new ArrayList<>();
            items.forEach(item -> elements.add(element(array.element(), with.element(), item)));
            return elements.toString();
        }
        if (own instanceof Type.Map map && other instanceof Type.Map with && value instanceof JsonObject object) {
            List<String> entries = new ArrayList<>();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                entries.add(element(map.key(), with.key(), new JsonPrimitive(entry.getKey())) + "="
                        + element(map.value(), with.value(), entry.getValue()));
            }
            Collections.sort(entries);
            return entries.toString();
        }
        return text(own, other, value instanceof JsonPrimitive ? value.getAsString() : value.toString());
    }

    static java.util.Optional<Type.Field> field(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String text(Type own, Type other, String value) {
        if (isNumber(own) || isNumber(other)) {
            return number(value);
        }
        return isTime(own) || isTime(other) ? value.replaceFirst("( 00:00:00)?(\\.0+)?$", "") : value;
    }

    private static String number(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true") ? "1" : "0";
        }
        try {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException noNumber) {
            return value;
        }
    }

    static boolean isNumber(Type type) {
        return type instanceof Type.Decimal || (type instanceof Type.Scalar scalar && NUMBERS.contains(scalar.kind()));
    }

    private static boolean isTime(Type type) {
        return type instanceof Type.Scalar scalar
                && List.of(Type.Scalar.Kind.DATE, Type.Scalar.Kind.DATETIME).contains(scalar.kind());
    }

    /** Fields that the one type has and the other has not, each with a dot before its name. */
    static List<String> missing(Type before, Type after) {
        List<String> missing = new ArrayList<>();
        addMissing(before, after, "", missing);
        return missing;
    }

    private static void addMissing(Type before, Type after, String path, List<String> missing) {
        if (before instanceof Type.Struct struct && after instanceof Type.Struct with) {
            for (Type.Field field : struct.fields()) {
                String name = path + "." + field.name();
                field(with, field.name())
                        .ifPresentOrElse(
                                same -> addMissing(field.type(), same.type(), name, missing), () -> missing.add(name));
            }
        } else if (before instanceof Type.Array array && after instanceof Type.Array with) {
            addMissing(array.element(), with.element(), path + ".[*]", missing);
        } else if (before instanceof Type.Map map && after instanceof Type.Map with) {
            addMissing(map.value(), with.value(), path + ".[*]", missing);
        }
    }

    /** Whether a person would expect that each value of the one type is there in the other one. */
    static boolean keepsAll(Type before, Type after) {
        if (before instanceof Type.Struct struct && after instanceof Type.Struct with) {
            return struct.fields().stream()
                    .allMatch(field -> field(with, field.name())
                            .filter(same -> keepsAll(field.type(), same.type()))
                            .isPresent());
        }
        if (before instanceof Type.Array array && after instanceof Type.Array with) {
            return keepsAll(array.element(), with.element());
        }
        if (before instanceof Type.Map map && after instanceof Type.Map with) {
            return keepsAll(map.key(), with.key()) && keepsAll(map.value(), with.value());
        }
        if (before instanceof Type.Text text && after instanceof Type.Text with) {
            return text.kind() == with.kind() && with.length() >= text.length();
        }
        if (before instanceof Type.Scalar scalar && after instanceof Type.Scalar with) {
            int from = NUMBERS.indexOf(scalar.kind());
            int to = NUMBERS.indexOf(with.kind());
            int integers = NUMBERS.indexOf(Type.Scalar.Kind.LARGEINT);
            return scalar.kind() == with.kind() || (from > 0 && from <= to && to <= integers);
        }
        return Sql.render(before).equals(Sql.render(after));
    }
}
