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
final class JsonRows {
    private final JsonSource source;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<Integer> raw;
    private final boolean inArray;

    /**
     * @param members the names of the members, in the order of the fields
     * @param raw the positions of the fields whose values are kept in the form of JSON
     * @param inArray whether one array contains the objects
     */
    JsonRows(Reader source, List<String> members, Set<Integer> raw, boolean inArray) {
        this.source = new JsonSource(source);
        this.raw = raw;
        this.inArray = inArray;
        for (int i = 0; i < members.size(); i++) {
            positions.put(members.get(i), i);
        }
    }

    /** Passes each row to the consumer; {@code null} stands for a member that is absent or null. */
    void read(Consumer<List<@Nullable String>> row) throws IOException {
        if (inArray && !source.atEnd()) {
            source.expect('[');
        }
        while (!source.atEnd() && !source.at(']')) {
            if (source.at('[')) {
                throw new UnloadableException(
                        "The value is array type in json document stream, you can set strip_outer_array=true to"
                                + " parse each element of the array as individual rows");
            }
            row.accept(object());
            source.take(',');
        }
    }

    private List<@Nullable String> object() throws IOException {
        @Nullable String[] row = new String[positions.size()];
        source.expect('{');
        boolean more = !source.at('}');
        while (more) {
            Integer position = positions.get(source.string(new StringBuilder()));
            source.expect(':');
            String value = value(position != null && raw.contains(position));
            if (position != null) {
                row[position] = value;
            }
            more = source.take(',');
        }
        source.expect('}');
        return Arrays.asList(row);
    }

    /**
     * Reads the next value; null if it is NULL.
     *
     * @param asJson whether the value keeps the form of JSON
     */
    private @Nullable String value(boolean asJson) throws IOException {
        StringBuilder json = new StringBuilder();
        if (source.at('"')) {
            String text = source.string(json);
            return asJson ? json.toString() : text;
        }
        if (source.at('{') || source.at('[')) {
            source.nested(json);
            return json.toString();
        }
        String word = source.word();
        if (word.equals("null")) {
            return null;
        }
        return asJson ? word : word.equals("true") ? "1" : word.equals("false") ? "0" : word;
    }

    /** Returns the names of the members in a list of paths, such as {@code ["$.id", "$.city"]}. */
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

    /** Reads JSON from a stream, token by token. */
    private static final class JsonSource {
        private static final int END = -1;
        private static final int NOT_READ = -2;
        private static final int DIGITS = 4;
        private static final int HEXADECIMAL = 16;

        private final Reader source;
        private int next = NOT_READ;

        JsonSource(Reader source) {
            this.source = source;
        }

        private void advance() throws IOException {
            next = source.read();
        }

        private int peek() throws IOException {
            while (next == NOT_READ || (next != END && Character.isWhitespace(next))) {
                advance();
            }
            return next;
        }

        boolean atEnd() throws IOException {
            return peek() == END;
        }

        boolean at(char character) throws IOException {
            return peek() == character;
        }

        boolean take(char character) throws IOException {
            boolean matches = at(character);
            next = matches ? NOT_READ : next;
            return matches;
        }

        void expect(char character) throws IOException {
            if (!take(character)) {
                throw malformed("'" + character + "' is missing");
            }
        }

        private static UnloadableException malformed(String problem) {
            return new UnloadableException("Failed to iterate document stream as object. error: " + problem);
        }

        /** Reads a number, or a word without quotes. */
        String word() throws IOException {
            StringBuilder word = new StringBuilder();
            while (next != END && ",]}".indexOf(next) < 0 && !Character.isWhitespace(next)) {
                word.append((char) next);
                advance();
            }
            if (word.isEmpty()) {
                throw malformed("a value is missing");
            }
            return word.toString();
        }

        /** Reads an object or an array, and appends it unchanged. */
        void nested(StringBuilder raw) throws IOException {
            int depth = 0;
            do {
                if (next == END) {
                    throw malformed("unexpected end of input");
                }
                if (next == '"') {
                    string(raw);
                    next = next == NOT_READ ? source.read() : next;
                    continue;
                }
                depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
                raw.append((char) next);
                next = depth == 0 ? NOT_READ : source.read();
            } while (depth > 0);
        }

        /** Reads a string, and returns its value. The string is also appended unchanged, including the quotes. */
        String string(StringBuilder raw) throws IOException {
            if (!at('"')) {
                throw malformed("a string is missing");
            }
            StringBuilder text = new StringBuilder();
            raw.append('"');
            for (advance(); next != '"'; advance()) {
                if (next == END) {
                    throw malformed("unexpected end of input");
                }
                raw.append((char) next);
                text.append(next == '\\' ? escaped(raw) : (char) next);
            }
            raw.append('"');
            next = NOT_READ;
            return text.toString();
        }

        private char escaped(StringBuilder raw) throws IOException {
            advance();
            raw.append((char) next);
            return switch (next) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode(raw);
                default -> (char) next;
            };
        }

        private char unicode(StringBuilder raw) throws IOException {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < DIGITS; i++) {
                advance();
                digits.append((char) next);
            }
            raw.append(digits);
            try {
                return (char) Integer.parseInt(digits.toString(), HEXADECIMAL);
            } catch (NumberFormatException invalid) {
                throw malformed("invalid character \\u" + digits);
            }
        }
    }
}
