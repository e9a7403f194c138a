package dev.cairn.embedded.load;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses fields of CSV according to the types of their columns, as a backend does. A backend's rules differ from the
 * rules of CAST: integers may have a fraction, and elements of arrays and maps have quotes if, and only if, they are
 * strings, dates, times or documents. Scalars become strings that CAST converts; arrays become documents, and maps
 * become documents of their keys and their values.
 */
final class CsvValueParser {
    private static final String NULL = "null";

    private CsvValueParser() {}

    /** Returns whether a backend reads values of a type from CSV. */
    static boolean isSupported(Type type) {
        if (type instanceof Type.Array array) {
            return isSupported(array.element());
        }
        if (type instanceof Type.Map map) {
            return isSupported(map.key()) && isSupported(map.value());
        }
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return !(type instanceof Type.Struct) && !primitiveType.isMetric() && primitiveType != PrimitiveType.DECIMAL256;
    }

    /**
     * Parses a field. Returns null if it has no value of the type; numbers, dates and times are not validated.
     *
     * @param isStrict whether an invalid key or value invalidates the map that contains it; otherwise it is NULL
     */
    static @Nullable String parse(String fieldText, Type type, boolean isStrict) {
        if (type instanceof Type.Array array) {
            return parseArray(fieldText, array);
        }
        if (type instanceof Type.Map map) {
            return parseMap(fieldText, map, isStrict);
        }
        return isTooLong(fieldText, type) ? null : normalizeScalar(fieldText, type);
    }

    /** Returns whether a number has too many digits before the point, or a text too many bytes, for its type. */
    private static boolean isTooLong(String fieldText, Type type) {
        if (type instanceof Type.Decimal decimal && PrimitiveType.of(type).isDecimalV3()) {
            return LoadedNumber.countIntegerDigits(fieldText) > decimal.precision() - decimal.scale();
        }
        return type instanceof Type.Text text
                && text.length() != Type.Text.UNSPECIFIED_LENGTH
                && fieldText.getBytes(StandardCharsets.UTF_8).length > text.length();
    }

    private static String normalizeScalar(String text, Type type) {
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN -> LoadedNumber.normalizeBoolean(text);
            case TINYINT, SMALLINT, INT -> LoadedNumber.normalizeInteger(text);
            case BIGINT, LARGEINT -> LoadedNumber.normalizeLargeInteger(text);
            default -> text;
        };
    }

    /** Returns a document; null if the text is not an array or an element is invalid. */
    private static @Nullable String parseArray(String text, Type.Array type) {
        if (text.length() < 2 || !text.startsWith("[") || !text.endsWith("]")) {
            return null;
        }
        List<String> elements = splitElements(text.substring(1, text.length() - 1));
        return elements == null ? null : parseElements(elements, type.element(), true);
    }

    /**
     * Returns a document with two elements: the array of the keys and the array of the values. If a key occurs several
     * times, its last value is used. Returns null if the text is not a map, or if {@code isStrict} and a key or a value
     * is invalid.
     */
    private static @Nullable String parseMap(String text, Type.Map type, boolean isStrict) {
        if (text.length() < 2 || !text.startsWith("{") || !text.endsWith("}")) {
            return null;
        }
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (!addEntriesTo(text.substring(1, text.length() - 1), keys, values)) {
            return null;
        }
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (keys.subList(i + 1, keys.size()).contains(keys.get(i))) {
                keys.remove(i);
                values.remove(i);
            }
        }
        String keyDocument = parseElements(keys, type.key(), isStrict);
        String valueDocument = parseElements(values, type.value(), isStrict);
        return keyDocument == null || valueDocument == null ? null : "[" + keyDocument + "," + valueDocument + "]";
    }

    /** Returns an array. An invalid element becomes null; if {@code isStrict}, the result is null instead. */
    private static @Nullable String parseElements(List<String> elements, Type type, boolean isStrict) {
        List<String> documents = new ArrayList<>();
        for (String element : elements) {
            String document = element.equals(NULL) ? NULL : parseElement(element, type, isStrict);
            if (document == null && isStrict) {
                return null;
            }
            documents.add(document == null ? NULL : document);
        }
        return "[" + String.join(",", documents) + "]";
    }

    /** Returns the document of an element, a key or a value; null if it is not a value of the type. */
    private static @Nullable String parseElement(String element, Type type, boolean isStrict) {
        if (type instanceof Type.Array array) {
            return parseArray(element, array);
        }
        if (type instanceof Type.Map map) {
            return parseMap(element, map, isStrict);
        }
        if (!requiresQuotes(PrimitiveType.of(type))) {
            return JsonWriter.quote(normalizeScalar(element, type));
        }
        if (element.length() < 2 || !element.startsWith("\"") || !element.endsWith("\"")) {
            return null;
        }
        String text = element.substring(1, element.length() - 1);
        return JsonWriter.quote(PrimitiveType.of(type).isCharacterType() ? text.replace("\"\"", "\"") : text);
    }

    private static boolean requiresQuotes(PrimitiveType type) {
        return !type.isNumeric() && type != PrimitiveType.BOOLEAN;
    }

    /** Splits at commas outside of quotes and inner brackets. Returns null if quotes or brackets are unbalanced. */
    private static @Nullable List<String> splitElements(String text) {
        List<String> elements = new ArrayList<>();
        boolean isInQuotes = false;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                isInQuotes = !isInQuotes;
            } else if (!isInQuotes && character == '[') {
                depth++;
            } else if (!isInQuotes && character == ']') {
                depth--;
            } else if (!isInQuotes && depth == 0 && character == ',') {
                elements.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isEmpty()) {
            elements.add(text.substring(start));
        }
        return depth != 0 || isInQuotes ? null : elements;
    }

    /**
     * Splits a text at the colons and commas outside of quotes and inner braces, and adds its keys and values to the
     * lists. Returns whether the text is well-formed; if it is not, the content of the lists is undefined.
     */
    private static boolean addEntriesTo(String text, List<String> keys, List<String> values) {
        boolean isInQuotes = false;
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length() && !text.isEmpty(); i++) {
            char character = i == text.length() ? ',' : text.charAt(i);
            if (character == '"') {
                isInQuotes = !isInQuotes;
            } else if (!isInQuotes && character == '{') {
                depth++;
            } else if (!isInQuotes && character == '}') {
                depth--;
            } else if (!isInQuotes && depth == 0 && (character == ':' || character == ',')) {
                if (i == start) {
                    return false;
                }
                (character == ':' ? keys : values).add(text.substring(start, i));
                start = i + 1;
            }
        }
        return depth == 0 && !isInQuotes && keys.size() == values.size();
    }
}
