package dev.cairn.embedded.function.document;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.BOOLEAN;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.JSON;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.ArrayTextParser;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.text.NumberText;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of JSON documents, which are passed and returned as texts. A missing member or element is NULL. */
public final class JsonFunctions {
    /** Prints JSON as the server does. */
    private static final JsonWriter WRITER = new JsonWriter(", ", ": ", NumberText::format);

    private static final JsonComparator COMPARATOR = new JsonComparator();

    /** A length that is greater than that of the integers of all types. */
    private static final int MAX_INTEGER_LENGTH = 100;

    private static final Pattern WHOLE_NUMBER_PATTERN = Pattern.compile("\\s*+([+-]?[0-9]++)\\s*+");
    private static final Pattern NUMBER_PATTERN =
            Pattern.compile("\\s*+[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?\\s*+");

    private JsonFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("json_parse", TEXT)
                        .returningText(arguments ->
                                parse(arguments.textAt(0)).map(WRITER::format).orElse(null)),
                function("parse_json", TEXT).returningText(arguments -> convertText(arguments.textAt(0))),
                helper("json_quote", TEXT).returningText(arguments -> JsonWriter.quote(arguments.textAt(0))),
                function("json_query", JSON, TEXT).returningText(arguments -> convertAtPath(arguments, WRITER::format)),
                function("get_json_string, get_json_object", JSON, TEXT)
                        .returningText(arguments -> convertAtPath(arguments, JsonFunctions::toPlainText)),
                function("get_json_int", JSON, TEXT)
                        .returningLong(arguments -> convertAtPath(arguments, JsonFunctions::toLong)),
                helper("json_integer", TEXT, LONG)
                        .returningText(arguments -> toDigits(readDocument(arguments), (int) arguments.longAt(1))),
                function("get_json_double", JSON, TEXT)
                        .returningDouble(arguments -> convertAtPath(arguments, JsonFunctions::toDouble)),
                function("get_json_bool", JSON, TEXT)
                        .returningBoolean(arguments -> convertAtPath(arguments, JsonFunctions::toBoolean)),
                function("json_exists", JSON, TEXT)
                        .returningBoolean(arguments -> JsonPath.parse(arguments.textAt(1))
                                .map(path ->
                                        path.findTarget(readDocument(arguments)).isPresent())
                                .orElse(null)),
                function("json_length", JSON, TEXT).returningLong(JsonFunctions::countItems),
                function("json_contains", JSON, JSON)
                        .returningBoolean(arguments -> JsonContainment.contains(
                                readDocument(arguments), parseOrJsonNull(arguments.textAt(1)))),
                helper("json_compare", TEXT, TEXT).returningLong(arguments ->
                        (long) COMPARATOR.compare(readDocument(arguments), parseOrJsonNull(arguments.textAt(1)))),
                function("json_keys", JSON, TEXT)
                        .returningText(arguments -> convertAtPath(arguments, JsonFunctions::formatMemberNames)),
                helper("json_names", TEXT).returningText(arguments -> formatMemberNames(readDocument(arguments))),
                helper("json_values", TEXT).returningText(arguments -> formatMembers(readDocument(arguments))),
                helper("json_nested", TEXT).returningBoolean(arguments -> isObjectOrArray(readDocument(arguments))),
                helper("json_elements", TEXT).returningText(arguments -> formatElements(readDocument(arguments))),
                helper("array_elements", TEXT, BOOLEAN)
                        .returningText(arguments -> formatArrayElements(arguments.textAt(0), (Boolean)
                                arguments.values().get(1))),
                helper("json_member", TEXT, TEXT, LONG)
                        .returningText(arguments ->
                                formatMember(readDocument(arguments), arguments.textAt(1), arguments.longAt(2))),
                function("json_pretty", JSON)
                        .returningText(arguments -> JsonPrettyPrinter.print(readDocument(arguments))),
                helper("json_remove", TEXT, TEXT)
                        .returningText(arguments -> WRITER.format(JsonPathEditor.removeTargets(
                                readDocument(arguments), parseOrJsonNull(arguments.textAt(1))))),
                helper("json_set", TEXT, TEXT, TEXT)
                        .returningText(arguments -> setValue(
                                readDocument(arguments),
                                parseOrJsonNull(arguments.textAt(1)),
                                parseOrJsonNull(arguments.textAt(2)))));
    }

    /**
     * Converts a text to a document, as casts and parse_json do: only objects, arrays and quoted texts are parsed, and
     * any other text is a JSON string.
     */
    private static @Nullable String convertText(String text) {
        String trimmedText = text.stripLeading();
        if (!trimmedText.isEmpty() && "{[\"".indexOf(trimmedText.charAt(0)) >= 0) {
            return parse(text).map(WRITER::format).orElse(null);
        }
        return JsonWriter.quote(text);
    }

    /** Reads the first argument. */
    private static Object readDocument(JavaFunction.CallArguments arguments) {
        return parseOrJsonNull(arguments.textAt(0));
    }

    /** Returns the value of a JSON text, or the JSON value null if the text is not valid JSON. */
    private static Object parseOrJsonNull(String text) {
        return parse(text).orElse(JsonReader.NULL);
    }

    /** Returns the value of a JSON text; empty if the text is not valid JSON. */
    private static Optional<Object> parse(String text) {
        try {
            return Optional.of(JsonReader.read(text));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /** Converts the value at a path; null if the path or the document is invalid, or there is no such value. */
    private static <T> @Nullable T convertAtPath(
            JavaFunction.CallArguments arguments, Function<Object, @Nullable T> converter) {
        Optional<Object> target = JsonPath.parse(arguments.textAt(1))
                .flatMap(path -> parse(arguments.textAt(0)).flatMap(path::findTarget));
        return target.isEmpty() ? null : converter.apply(target.get());
    }

    /** Returns a string without its quotes, and the JSON text of any other value; null for the JSON value null. */
    private static @Nullable String toPlainText(Object value) {
        if (value == JsonReader.NULL) {
            return null;
        }
        return value instanceof String text ? text : WRITER.format(value);
    }

    /**
     * Returns the integer to which a cast converts a truth value, a number or the text of an integer; null for any
     * other value.
     */
    private static @Nullable BigInteger toInteger(Object value) {
        if (value instanceof Boolean booleanValue) {
            return booleanValue ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? new BigDecimal(number).toBigInteger() : null;
        }
        if (value instanceof Number number) {
            return parseInteger(number.toString());
        }
        Matcher wholeNumberMatcher = WHOLE_NUMBER_PATTERN.matcher(value instanceof String text ? text : "");
        return wholeNumberMatcher.matches() ? parseInteger(wholeNumberMatcher.group(1)) : null;
    }

    /**
     * Parses an integer. The last digits of an integer beyond all types are ignored, because the time to parse them
     * grows with the square of their number.
     */
    private static BigInteger parseInteger(String text) {
        return new BigInteger(text.length() <= MAX_INTEGER_LENGTH ? text : truncateInteger(text));
    }

    /** Returns an integer without leading zeros, and at most the greatest number of digits that are parsed. */
    private static String truncateInteger(String text) {
        int digitStart = "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        int start = digitStart;
        while (start < text.length() - 1 && text.charAt(start) == '0') {
            start++;
        }
        return text.substring(0, digitStart)
                + text.substring(start, Math.min(text.length(), start + MAX_INTEGER_LENGTH));
    }

    /**
     * Returns the digits of the value as an integer; null if casts do not convert the value, or if it is a
     * floating-point number beyond the integers of this number of bits. For 64 bits and more, the upper bound is
     * rounded to a power of two, as in a server's check; the conversion of the digits to the type refuses this number.
     */
    private static @Nullable String toDigits(Object value, int bits) {
        double lowerBound = -Math.scalb(1.0, bits - 1);
        if (value instanceof Double number && (number > -lowerBound - 1 || number < lowerBound)) {
            return null;
        }
        BigInteger integer = toInteger(value);
        return integer == null ? null : integer.toString();
    }

    private static @Nullable Long toLong(Object value) {
        BigInteger integer = toInteger(value);
        return integer == null || integer.bitLength() >= Long.SIZE ? null : (Long) integer.longValue();
    }

    /**
     * Returns the number to which a cast converts a number, a truth value or the text of a finite number; null for any
     * other value.
     */
    private static @Nullable Double toDouble(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean booleanValue) {
            return booleanValue ? 1.0 : 0.0;
        }
        if (!(value instanceof String text) || !NUMBER_PATTERN.matcher(text).matches()) {
            return null;
        }
        double number = Double.parseDouble(text.strip());
        return Double.isFinite(number) ? (Double) number : null;
    }

    /**
     * Returns the truth value; null if the value has none. A text has a truth value if it is an integer of 32
     * bits, or the word true or false.
     */
    static @Nullable Boolean toBoolean(Object value) {
        if (value instanceof Boolean booleanValue) {
            return booleanValue;
        }
        if (value instanceof String text) {
            BigInteger integer = toInteger(text);
            if (integer != null) {
                return integer.bitLength() < Integer.SIZE ? (Boolean) (integer.signum() != 0) : null;
            }
            String strippedText = text.strip();
            return strippedText.equalsIgnoreCase("true")
                    ? Boolean.TRUE
                    : strippedText.equalsIgnoreCase("false") ? false : null;
        }
        return value instanceof Number number ? (Boolean) (number.doubleValue() != 0) : null;
    }

    /** Returns the number of elements or members; 0 if the path has no target, and null if the path is invalid. */
    private static @Nullable Long countItems(JavaFunction.CallArguments arguments) {
        Optional<JsonPath> path = JsonPath.parse(arguments.textAt(1));
        if (path.isEmpty()) {
            return null;
        }
        Optional<Object> target = parse(arguments.textAt(0)).flatMap(path.get()::findTarget);
        if (target.isEmpty()) {
            return 0L;
        }
        if (target.get() instanceof List<?> array) {
            return (long) array.size();
        }
        return target.get() instanceof Map<?, ?> object ? (long) object.size() : 1L;
    }

    private static boolean isObjectOrArray(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    /** Returns the names of the members of an object; null for any other value. */
    private static @Nullable String formatMemberNames(Object value) {
        return value instanceof Map<?, ?> object ? WRITER.format(new ArrayList<Object>(object.keySet())) : null;
    }

    /** Returns the members of an object, each as the text of a document. */
    private static @Nullable String formatMembers(Object value) {
        return value instanceof Map<?, ?> ? WRITER.format(formatItems(value)) : null;
    }

    /** Returns the members of an object or the elements of an array, each as the text of a document. */
    private static List<Object> formatItems(Object value) {
        List<Object> itemTexts = new ArrayList<>();
        if (value instanceof Map<?, ?> object) {
            object.values().forEach(member -> itemTexts.add(WRITER.format(member)));
        } else if (value instanceof List<?> array) {
            array.forEach(element -> itemTexts.add(WRITER.format(element)));
        }
        return itemTexts;
    }

    private static @Nullable String formatElements(Object value) {
        return value instanceof List<?> ? WRITER.format(formatItems(value)) : null;
    }

    /**
     * Splits the text of an array, and returns its elements as a JSON array of strings; null if the text is not an
     * array.
     */
    private static @Nullable String formatArrayElements(String text, boolean unquotes) {
        return ArrayTextParser.split(text)
                .map(elements -> WRITER.format(
                        unquotes
                                ? elements.stream()
                                        .map(ArrayTextParser::unquote)
                                        .toList()
                                : elements))
                .orElse(null);
    }

    /**
     * Returns the member of an object by its name, or the element of an array by its position from 0; null if it is
     * missing or the JSON value null.
     */
    private static @Nullable String formatMember(Object value, String name, long index) {
        Object member = value instanceof Map<?, ?> object ? object.get(name) : null;
        if (value instanceof List<?> array && index < array.size()) {
            member = array.get((int) index);
        }
        return member == null || member == JsonReader.NULL ? null : WRITER.format(member);
    }

    /**
     * Returns a document with a value at a path.
     *
     * @param pathValue a JSON value; the result is null unless it is the text of a path
     */
    private static @Nullable String setValue(Object document, Object pathValue, Object value) {
        return pathValue instanceof String text
                ? JsonPath.parse(text)
                        .map(targetPath -> WRITER.format(JsonPathEditor.replaceTarget(document, targetPath, value)))
                        .orElse(null)
                : null;
    }

    /**
     * Prints JSON as VelocyPack does: on several lines, even for an empty bracket, indented by two spaces for each
     * level.
     */
    private static final class JsonPrettyPrinter {
        private JsonPrettyPrinter() {}

        static String print(Object value) {
            return print(value, "");
        }

        private static String print(Object value, String margin) {
            String innerMargin = margin + "  ";
            List<String> items = new ArrayList<>();
            if (value instanceof Map<?, ?> object) {
                object.forEach((key, member) ->
                        items.add(innerMargin + JsonWriter.quote((String) key) + " : " + print(member, innerMargin)));
                return printBracket("{", items, margin + "}");
            }
            if (value instanceof List<?> array) {
                array.forEach(element -> items.add(innerMargin + print(element, innerMargin)));
                return printBracket("[", items, margin + "]");
            }
            return WRITER.format(value);
        }

        private static String printBracket(String openingBracket, List<String> items, String closingBracket) {
            return openingBracket + "\n" + (items.isEmpty() ? "" : String.join(",\n", items) + "\n") + closingBracket;
        }
    }
}
