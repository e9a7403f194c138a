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
    private final JsonTokenizer source;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<Integer> rawPositions;
    private final boolean inArray;

    /**
     * @param members the names of the members, in the order of the fields
     * @param raw the positions of the fields whose values are kept in the form of JSON
     * @param inArray whether one array contains the objects
     */
    JsonRowReader(Reader source, List<String> members, Set<Integer> raw, boolean inArray) {
        this.source = new JsonTokenizer(source);
        this.rawPositions = raw;
        this.inArray = inArray;
        for (int i = 0; i < members.size(); i++) {
            positions.put(members.get(i), i);
        }
    }

    /** Passes each row to the consumer; {@code null} stands for a member that is absent or null. */
    void readRows(Consumer<List<@Nullable String>> consumer) throws IOException {
        if (inArray && !source.isAtEnd()) {
            source.expect('[');
        }
        while (!source.isAtEnd() && !source.isAt(']')) {
            if (source.isAt('[')) {
                throw new UnloadableException(
                        "The value is array type in json document stream, you can set strip_outer_array=true to"
                                + " parse each element of the array as individual rows");
            }
            consumer.accept(readObject());
            source.take(',');
        }
    }

    private List<@Nullable String> readObject() throws IOException {
        @Nullable String[] row = new String[positions.size()];
        source.expect('{');
        boolean hasMore = !source.isAt('}');
        while (hasMore) {
            Integer position = positions.get(source.readString(new StringBuilder()));
            source.expect(':');
            String value = readValue(position != null && rawPositions.contains(position));
            if (position != null) {
                row[position] = value;
            }
            hasMore = source.take(',');
        }
        source.expect('}');
        return Arrays.asList(row);
    }

    /**
     * Reads the next value; null if it is NULL.
     *
     * @param asJson whether the value keeps the form of JSON
     */
    private @Nullable String readValue(boolean asJson) throws IOException {
        StringBuilder json = new StringBuilder();
        if (source.isAt('"')) {
            String text = source.readString(json);
            return asJson ? json.toString() : text;
        }
        if (source.isAt('{') || source.isAt('[')) {
            source.appendNested(json);
            return json.toString();
        }
        String word = source.readWord();
        if (word.equals("null")) {
            return null;
        }
        return asJson ? word : word.equals("true") ? "1" : word.equals("false") ? "0" : word;
    }

    /** Returns the names of the members in a list of paths, such as {@code ["$.id", "$.city"]}. */
    static List<String> parseMemberPaths(String paths) {
        List<String> members = new ArrayList<>();
        for (String path : paths.strip().replaceAll("^\\[|\\]$", "").split(",", -1)) {
            String plain = path.strip().replaceAll("^\"|\"$", "");
            if (!plain.startsWith("$.") || plain.substring(2).matches(".*[.\\[].*")) {
                throw new UnloadableException("The embedded server reads no other jsonpaths than of members: " + plain);
            }
            members.add(plain.substring(2));
        }
        return members;
    }
}
