package dev.cairn.embedded.load;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses rows from JSON objects, which follow one another or are contained in one array. Rows are parsed while they
 * arrive. Members are matched by name; a missing member is NULL.
 */
final class JsonRowReader {
    private final JsonTokenizer tokenizer;
    private final Map<String, Integer> positionsByMember = new HashMap<>();
    private final List<Optional<Type>> types;
    private final boolean isStrict;
    private final boolean isInArray;

    /**
     * @param members the names of the members, in the order of the fields; further ones are ignored, and fields
     *     without a member are NULL
     * @param types the types by which the fields are read; empty for fields that are read as texts
     * @param isInArray whether one array contains the objects
     * @param isStrict whether a text that is too long remains, so that its row is filtered; otherwise it is NULL
     */
    JsonRowReader(
            Reader source, List<String> members, List<Optional<Type>> types, boolean isInArray, boolean isStrict) {
        this.tokenizer = new JsonTokenizer(source);
        this.types = types;
        this.isStrict = isStrict;
        this.isInArray = isInArray;
        for (int i = 0; i < Math.min(members.size(), types.size()); i++) {
            positionsByMember.put(members.get(i), i);
        }
    }

    /** Passes each row to the consumer; {@code null} stands for a member that is absent or null. */
    void readRows(Consumer<List<@Nullable String>> consumer) throws IOException {
        if (isInArray && !tokenizer.isAtEnd()) {
            tokenizer.expect('[');
        }
        while (!tokenizer.isAtEnd() && !tokenizer.isAt(']')) {
            if (tokenizer.isAt('[')) {
                throw new UnloadableException(
                        "The value is array type in json document stream, you can set strip_outer_array=true to"
                                + " parse each element of the array as individual rows");
            }
            consumer.accept(readObject());
            tokenizer.accept(',');
        }
    }

    private List<@Nullable String> readObject() throws IOException {
        @Nullable String[] row = new String[types.size()];
        tokenizer.expect('{');
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            Integer position = positionsByMember.get(tokenizer.readString(new StringBuilder()));
            tokenizer.expect(':');
            String value = readValue(position == null ? Optional.empty() : types.get(position));
            if (position != null) {
                row[position] = value;
            }
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        return Arrays.asList(row);
    }

    /** Reads the next value; null if it is NULL. A value that is loaded into a JSON column keeps the form of JSON. */
    private @Nullable String readValue(Optional<Type> type) throws IOException {
        PrimitiveType primitiveType = type.map(PrimitiveType::of).orElse(PrimitiveType.VARCHAR);
        boolean isJson = primitiveType == PrimitiveType.JSON;
        StringBuilder json = new StringBuilder();
        if (tokenizer.isAt('"')) {
            String text = tokenizer.readString(json);
            if (isJson) {
                return json.toString();
            }
            return limitLength(primitiveType.isFixedPoint() ? LoadedNumber.normalizeInteger(text) : text, type);
        }
        if (tokenizer.isAt('{') || tokenizer.isAt('[')) {
            tokenizer.appendNested(json);
            return isJson ? json.toString() : limitLength(removeSpaces(json), type);
        }
        String word = tokenizer.readWord();
        if (word.equals("null")) {
            return null;
        }
        if (isJson) {
            return word;
        }
        boolean isTruthValue = word.equals("true") || word.equals("false");
        if (isTruthValue) {
            // Truth values are no numbers, except for decimals, which are converted from texts.
            boolean isNumber = primitiveType.isFixedPoint() || primitiveType.isFloatingPoint();
            return isNumber ? word : word.equals("true") ? "1" : "0";
        }
        if (primitiveType == PrimitiveType.BOOLEAN) {
            return LoadedNumber.normalizeBoolean(word);
        }
        return limitLength(primitiveType.isFixedPoint() ? LoadedNumber.normalizeInteger(word) : word, type);
    }

    private @Nullable String limitLength(String value, Optional<Type> type) {
        boolean isTooLong = type.isPresent()
                && type.get() instanceof Type.Text text
                && text.length() != Type.Text.UNSPECIFIED
                && value.getBytes(StandardCharsets.UTF_8).length > text.length();
        return isTooLong && !isStrict ? null : value;
    }

    /** Returns a document without the white space between its tokens, as a backend loads it into a text. */
    private static String removeSpaces(CharSequence json) {
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

    /** Returns the names of the members in a list of paths, such as {@code ["$.id", "$.city"]}. */
    static List<String> parseMemberPaths(String paths) {
        List<String> members = new ArrayList<>();
        for (String path : paths.strip().replaceAll("^\\[|\\]$", "").split(",", -1)) {
            String memberPath = path.strip().replaceAll("^\"|\"$", "");
            if (!memberPath.startsWith("$.") || memberPath.substring(2).matches(".*[.\\[].*")) {
                throw new UnloadableException("The embedded server reads only jsonpaths of members: " + memberPath);
            }
            members.add(memberPath.substring(2));
        }
        return members;
    }
}
