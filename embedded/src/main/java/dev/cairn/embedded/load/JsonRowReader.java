package dev.cairn.embedded.load;

import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses rows from JSON objects, which follow one another or are contained in one array. Rows are parsed while they
 * arrive. Members are matched by name; a missing member is NULL.
 */
final class JsonRowReader {
    private final JsonTokenizer tokenizer;
    private final Map<String, Integer> positionsByMember = new HashMap<>();
    private final Set<Integer> jsonPositions;
    private final boolean isInArray;

    /**
     * @param members the names of the members, in the order of the fields
     * @param jsonPositions the positions of the fields whose values are kept in the form of JSON
     * @param isInArray whether one array contains the objects
     */
    JsonRowReader(Reader source, List<String> members, Set<Integer> jsonPositions, boolean isInArray) {
        this.tokenizer = new JsonTokenizer(source);
        this.jsonPositions = jsonPositions;
        this.isInArray = isInArray;
        for (int i = 0; i < members.size(); i++) {
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
        @Nullable String[] row = new String[positionsByMember.size()];
        tokenizer.expect('{');
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            Integer position = positionsByMember.get(tokenizer.readString(new StringBuilder()));
            tokenizer.expect(':');
            String value = readValue(position != null && jsonPositions.contains(position));
            if (position != null) {
                row[position] = value;
            }
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        return Arrays.asList(row);
    }

    /**
     * Reads the next value; null if it is NULL.
     *
     * @param isJsonKept whether the value keeps the form of JSON
     */
    private @Nullable String readValue(boolean isJsonKept) throws IOException {
        StringBuilder json = new StringBuilder();
        if (tokenizer.isAt('"')) {
            String text = tokenizer.readString(json);
            return isJsonKept ? json.toString() : text;
        }
        if (tokenizer.isAt('{') || tokenizer.isAt('[')) {
            tokenizer.appendNested(json);
            return json.toString();
        }
        String word = tokenizer.readWord();
        if (word.equals("null")) {
            return null;
        }
        if (isJsonKept) {
            return word;
        }
        return switch (word) {
            case "true" -> "1";
            case "false" -> "0";
            default -> word;
        };
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
