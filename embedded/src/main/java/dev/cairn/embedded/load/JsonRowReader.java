package dev.cairn.embedded.load;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.load.LoadPath.UnreadablePathException;
import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses rows from JSON objects, which follow one another or are contained in one array. Rows are parsed while they
 * arrive. Without paths, members are matched by name; a value that is missing is NULL.
 */
final class JsonRowReader {
    private final JsonTokenizer documentTokenizer;
    private final Layout layout;
    private final Map<String, Integer> positionsByMember = new HashMap<>();
    private final List<Optional<Type>> types;
    private final boolean isStrict;
    private final LoadStage stage;

    /**
     * Where the objects are in a document, and the values in an object.
     *
     * @param root the path from an object of the document to the object of a row; empty if they are the same
     * @param paths the paths of the fields; further ones are ignored, and fields without a path are NULL. If there are
     *     none, fields are matched by name
     * @param isInArray whether an array contains the objects of the rows
     */
    record Layout(Optional<LoadPath> root, List<LoadPath> paths, boolean isInArray) {
        /** @throws UnloadableException if a path is invalid */
        static Layout of(StreamLoadRequest request) {
            String paths = request.header("jsonpaths");
            return new Layout(
                    Optional.of(request.header("json_root"))
                            .filter(root -> !root.isEmpty())
                            .map(LoadPath::parse),
                    paths.isEmpty() ? List.of() : LoadPath.parseAll(paths),
                    request.isHeaderTrue("strip_outer_array"));
        }
    }

    /**
     * @param types the types by which the fields of the mapping are read; empty for fields that are read as texts
     * @param stage takes the rows, and the problems of those that can't be read
     */
    JsonRowReader(Reader source, Layout layout, LoadMapping mapping, List<Optional<Type>> types, LoadStage stage) {
        this.documentTokenizer = new JsonTokenizer(source);
        this.layout = layout;
        this.types = types;
        this.isStrict = mapping.settings().isStrict();
        this.stage = stage;
        for (int i = 0; i < types.size(); i++) {
            positionsByMember.put(mapping.fields().get(i), i);
        }
    }

    /**
     * Stages each row, or its problem.
     *
     * @throws UnloadableException if the objects of the rows are not where they have to be
     */
    void readRows() throws IOException {
        boolean isInArray = layout.root().isPresent() ? documentTokenizer.isAt('[') : layout.isInArray();
        if (isInArray && !documentTokenizer.isAtEnd()) {
            documentTokenizer.expect('[');
        }
        while (!documentTokenizer.isAtEnd() && !documentTokenizer.isAt(']')) {
            if (layout.root().isPresent()) {
                readRowsBelow(layout.root().get(), documentTokenizer.readRawValue());
            } else if (documentTokenizer.isAt('[')) {
                throw new UnloadableException(
                        "The value is array type in json document stream, you can set strip_outer_array=true to"
                                + " parse each element of the array as individual rows");
            } else {
                readRow(documentTokenizer);
            }
            documentTokenizer.accept(',');
        }
    }

    private void readRowsBelow(LoadPath root, String document) throws IOException {
        JsonTokenizer rootTokenizer = new JsonTokenizer(new StringReader(findRoot(root, document)));
        if (rootTokenizer.isAt('[') != layout.isInArray()) {
            throw new UnloadableException(
                    layout.isInArray()
                            ? "parse error. the value under json root should be array type with strip_outer_array=true"
                            : "parse error. The value is array type in json document stream with json root, you can"
                                    + " set strip_outer_array=true to parse each element of the array as individual"
                                    + " rows");
        }
        if (!rootTokenizer.accept('[')) {
            readRow(rootTokenizer);
            return;
        }
        while (!rootTokenizer.isAt(']')) {
            readRow(rootTokenizer);
            rootTokenizer.accept(',');
        }
    }

    private static String findRoot(LoadPath root, String document) throws IOException {
        try {
            return root.find(document).orElseThrow(() -> new UnloadableException("unable to find key: " + root.text()));
        } catch (UnreadablePathException failure) {
            throw new UnloadableException(String.valueOf(failure.getMessage()));
        }
    }

    private void readRow(JsonTokenizer objectTokenizer) throws IOException {
        if (layout.paths().isEmpty()) {
            stage.add(readMembers(objectTokenizer));
            return;
        }
        if (!objectTokenizer.isAt('{')) {
            throw new UnloadableException("parse error. The value should be object type");
        }
        String object = objectTokenizer.readRawValue();
        try {
            stage.add(readPaths(object));
        } catch (UnreadablePathException failure) {
            stage.addProblem("Error: " + failure.getMessage() + ". Row: " + object);
        }
    }

    private List<@Nullable String> readPaths(String object) throws IOException, UnreadablePathException {
        @Nullable String[] row = new String[types.size()];
        for (int i = 0; i < Math.min(row.length, layout.paths().size()); i++) {
            Optional<String> value = layout.paths().get(i).find(object);
            if (value.isPresent()) {
                row[i] = readValue(new JsonTokenizer(new StringReader(value.get())), types.get(i));
            }
        }
        return Arrays.asList(row);
    }

    private List<@Nullable String> readMembers(JsonTokenizer tokenizer) throws IOException {
        @Nullable String[] row = new String[types.size()];
        tokenizer.expect('{');
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            Integer position = positionsByMember.get(tokenizer.readString(new StringBuilder()));
            tokenizer.expect(':');
            String value = readValue(tokenizer, position == null ? Optional.empty() : types.get(position));
            if (position != null) {
                row[position] = value;
            }
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        return Arrays.asList(row);
    }

    /** Reads the next value; null if it is NULL. A value that is loaded into a JSON column keeps the form of JSON. */
    private @Nullable String readValue(JsonTokenizer tokenizer, Optional<Type> type) throws IOException {
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
}
