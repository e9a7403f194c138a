package dev.cairn.embedded.load;

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
 * Rows as JSON objects, one behind the other or in one array. They are read as they come. The members of an object are found
 * by their names; one that is missing is NULL.
 */
final class JsonRows {
    private final JsonSource source;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<Integer> raw;
    private final boolean array;

    /**
     * @param members the names of those that make a row, in its order
     * @param raw places of members that are kept as they are written
     * @param array whether the objects are in one array
     */
    JsonRows(Reader source, List<String> members, Set<Integer> raw, boolean array) {
        this.source = new JsonSource(source);
        this.raw = raw;
        this.array = array;
        for (int i = 0; i < members.size(); i++) {
            places.put(members.get(i), i);
        }
    }

    void read(Consumer<List<@Nullable String>> row) throws IOException {
        if (array && !source.atEnd()) {
            source.expect('[');
        }
        while (!source.atEnd() && !source.at(']')) {
            if (source.at('[')) {
                throw new UnloadableException(
                        "The value is array type in json document stream, you can set strip_outer_array=true to parse each"
                                + " element of the array as individual rows");
            }
            row.accept(object());
            source.take(',');
        }
    }

    private List<@Nullable String> object() throws IOException {
        @Nullable String[] row = new String[places.size()];
        source.expect('{');
        boolean more = !source.at('}');
        while (more) {
            Integer place = places.get(source.string(new StringBuilder()));
            source.expect(':');
            String value = value(place != null && raw.contains(place));
            if (place != null) {
                row[place] = value;
            }
            more = source.take(',');
        }
        source.expect('}');
        return Arrays.asList(row);
    }

    private @Nullable String value(boolean asWritten) throws IOException {
        StringBuilder written = new StringBuilder();
        if (source.at('"')) {
            String text = source.string(written);
            return asWritten ? written.toString() : text;
        }
        if (source.at('{') || source.at('[')) {
            source.nested(written);
            return written.toString();
        }
        String word = source.word();
        if (word.equals("null")) {
            return null;
        }
        return asWritten ? word : word.equals("true") ? "1" : word.equals("false") ? "0" : word;
    }

    /** The members that a list of paths names: {@code ["$.id", "$.city"]}. */
    static List<String> members(String paths) {
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
