package dev.cairn.embedded.load;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of JSON according to the types of their columns, as a backend does: integers up to BIGINT,
 * floating-point numbers and truth values from numbers and strings, documents as they are, and all other scalars as
 * strings, which are cast later. An array, map or struct is returned as a JSON array, whose scalars are strings: an
 * array contains its elements, a map the array of its keys and the array of its values, and a struct its fields.
 */
final class JsonValueReader {
    private static final Pattern NUMBER_PATTERN = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern INTEGER_PATTERN = Pattern.compile("-?\\d+");
    /** The bits of a LARGEINT without its sign. */
    private static final int MAX_INTEGER_BITS = 127;

    private JsonValueReader() {}

    /**
     * Reads the next value; null if it is NULL.
     *
     * @param type the type of the column; empty for a field that is read as a string
     * @throws UnparsableRowException if the column can't have the value; the tokenizer is then behind the value
     */
    static @Nullable String read(JsonTokenizer tokenizer, Optional<Type> type)
            throws IOException, UnparsableRowException {
        if (type.isPresent() && type.get().isNested()) {
            return readNested(tokenizer.readRawValue(), type.get());
        }
        PrimitiveType primitiveType = type.map(PrimitiveType::of).orElse(PrimitiveType.VARCHAR);
        boolean isJson = primitiveType == PrimitiveType.JSON;
        StringBuilder json = new StringBuilder();
        if (tokenizer.isAt('"')) {
            String text = tokenizer.readString(json);
            if (isJson) {
                return json.toString();
            }
            return primitiveType.isInteger() ? LoadedNumber.normalizeInteger(text) : requireLength(text, type);
        }
        if (tokenizer.isAt('{') || tokenizer.isAt('[')) {
            tokenizer.appendNested(json);
            return isJson ? json.toString() : requireLength(minify(json), type);
        }
        String word = tokenizer.readWord();
        if (word.equals("null")) {
            return null;
        }
        boolean isTruthValue = word.equals("true") || word.equals("false");
        boolean isReadAsNumber =
                primitiveType.isInteger() || primitiveType.isFloatingPoint() || primitiveType == PrimitiveType.BOOLEAN;
        if (isJson) {
            return isTruthValue ? word : requireNumber(word);
        }
        if (isTruthValue) {
            // A truth value is not a number, so a column of numbers always refuses it.
            return primitiveType.isInteger() || primitiveType.isFloatingPoint()
                    ? requireNumber(word)
                    : requireLength(word.equals("true") ? "1" : "0", type);
        }
        if (isReadAsNumber) {
            requireNumber(word);
            requireIntegerWithin128Bits(word);
            return primitiveType == PrimitiveType.BOOLEAN
                    ? LoadedNumber.normalizeBoolean(word)
                    : primitiveType.isInteger() ? LoadedNumber.normalizeInteger(word) : word;
        }
        if (!Character.isDigit(word.charAt(0)) && word.charAt(0) != '-') {
            throw new UnparsableRowException("Failed to parse value as string: " + word);
        }
        // For a backend, the spaces up to the next token are part of the number.
        return requireLength(word + tokenizer.readSpaces(), type);
    }

    /**
     * Reads the object of a row as the value of one column.
     *
     * @throws UnparsableRowException if the column can't have the value
     */
    static String readObject(String objectJson, Optional<Type> type) throws UnparsableRowException {
        PrimitiveType primitiveType = type.map(PrimitiveType::of).orElse(PrimitiveType.VARCHAR);
        return switch (primitiveType) {
            case JSON -> objectJson;
            case CHAR, VARCHAR -> requireLength(objectJson, type);
            default -> throw new UnparsableRowException("json object could only load into JSON/VARCHAR column");
        };
    }

    /** Returns an array, map or struct as a JSON array; null if the JSON is null. */
    private static @Nullable String readNested(String json, Type type) throws IOException, UnparsableRowException {
        if (json.strip().equals("null")) {
            return null;
        }
        JsonTokenizer tokenizer = new JsonTokenizer(new StringReader(json));
        try {
            if (type instanceof Type.Array array && tokenizer.accept('[')) {
                return formatArray(readElements(tokenizer, array.element()));
            }
            if (!(type instanceof Type.Array) && tokenizer.accept('{')) {
                return type instanceof Type.Map map
                        ? readEntries(tokenizer, map)
                        : formatArray(readFields(tokenizer, ((Type.Struct) type).fields()));
            }
        } catch (InvalidLoadException failure) {
            throw new UnparsableRowException(String.valueOf(failure.getMessage()));
        }
        throw new UnparsableRowException(
                "Failed to parse value as " + (type instanceof Type.Array ? "array" : "object") + ": " + json);
    }

    private static List<String> readElements(JsonTokenizer tokenizer, Type type) throws IOException {
        List<String> elements = new ArrayList<>();
        boolean hasMore = !tokenizer.isAt(']');
        while (hasMore) {
            elements.add(readElement(tokenizer, type));
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect(']');
        return elements;
    }

    private static String readEntries(JsonTokenizer tokenizer, Type.Map type) throws IOException {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            keys.add(readElement(tokenizer, type.key()));
            tokenizer.expect(':');
            values.add(readElement(tokenizer, type.value()));
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        return formatArray(List.of(formatArray(keys), formatArray(values)));
    }

    /** Reads the members of an object, and returns the values of the fields; null in JSON for a missing member. */
    private static List<String> readFields(JsonTokenizer tokenizer, List<Type.Field> fields) throws IOException {
        Map<String, String> jsonByMember = new HashMap<>();
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            String memberName = tokenizer.readString();
            tokenizer.expect(':');
            jsonByMember.putIfAbsent(memberName, tokenizer.readRawValue());
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        List<String> values = new ArrayList<>();
        for (Type.Field field : fields) {
            String memberJson = jsonByMember.getOrDefault(field.name(), "null");
            values.add(readElement(new JsonTokenizer(new StringReader(memberJson)), field.type()));
        }
        return values;
    }

    /** Reads a value within a nested value as JSON; returns {@code null} in JSON if the type can't have the value. */
    private static String readElement(JsonTokenizer tokenizer, Type type) throws IOException {
        try {
            String element = read(tokenizer, Optional.of(type));
            boolean isDocument = type.isNested() || PrimitiveType.of(type) == PrimitiveType.JSON;
            return element == null ? "null" : isDocument ? element : JsonWriter.quote(element);
        } catch (UnparsableRowException ignored) {
            return "null";
        }
    }

    private static String formatArray(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private static String requireNumber(String word) throws UnparsableRowException {
        if (!NUMBER_PATTERN.matcher(word).matches()) {
            throw new UnparsableRowException("Failed to parse value as number: " + word);
        }
        return word;
    }

    private static void requireIntegerWithin128Bits(String word) throws UnparsableRowException {
        if (INTEGER_PATTERN.matcher(word).matches() && new BigInteger(word).bitLength() > MAX_INTEGER_BITS) {
            throw new UnparsableRowException("Fail to convert big integer: " + word);
        }
    }

    private static String requireLength(String value, Optional<Type> type) throws UnparsableRowException {
        if (type.isPresent()
                && type.get() instanceof Type.Text textType
                && textType.kind() != Type.Text.Kind.VARBINARY
                && textType.length() != Type.Text.UNSPECIFIED_LENGTH
                && value.getBytes(StandardCharsets.UTF_8).length > textType.length()) {
            throw new UnparsableRowException(
                    "Value length is beyond the capacity " + textType.length() + " of the column: " + value);
        }
        return value;
    }

    /** Returns a document without the white space between its tokens, as a backend loads it into a string column. */
    private static String minify(CharSequence json) {
        StringBuilder minified = new StringBuilder();
        boolean isInText = false;
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (isInText && character == '\\') {
                minified.append(character).append(json.charAt(++i));
                continue;
            }
            if (character == '"') {
                isInText = !isInText;
            }
            if (isInText || !Character.isWhitespace(character)) {
                minified.append(character);
            }
        }
        return minified.toString();
    }
}
