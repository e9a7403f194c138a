package dev.cairn.embedded.load;

import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses rows from JSON objects, which follow one another or are contained in one array. Rows are parsed while they
 * arrive. Without paths, fields are matched to the members of an object by name; a missing value is NULL.
 */
final class JsonRowReader {
    private final JsonTokenizer documentTokenizer;
    private final Layout layout;
    private final Map<String, Integer> positionsByMember = new HashMap<>();
    private final List<Optional<Type>> types;
    private final @Nullable String[] emptyRow;
    private final boolean isStrict;
    private final LoadStage stage;

    /**
     * Where the objects are in a document, and the values in an object.
     *
     * @param root the path from an object of the document to the object of a row; empty if they are the same
     * @param paths the paths of the fields; surplus paths are ignored, and fields without a path are NULL. If the list
     *     is empty, fields are matched by name
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

    @FunctionalInterface
    private interface ElementReader {
        void readElement() throws IOException;
    }

    /**
     * @param types the types as which the fields of the mapping are read; empty for a field that is read as a string
     * @param stage receives the rows, and the problems of the rows that can't be read
     */
    JsonRowReader(Reader source, Layout layout, LoadMapping mapping, List<Optional<Type>> types, LoadStage stage) {
        this.documentTokenizer = new JsonTokenizer(source);
        this.layout = layout;
        this.types = types;
        this.isStrict = mapping.settings().isStrict();
        this.stage = stage;
        this.emptyRow = new String[types.size()];
        for (int i = 0; i < types.size(); i++) {
            String field = mapping.fields().get(i);
            positionsByMember.put(field, i);
            emptyRow[i] = field.equals(LoadMapping.OPERATION) ? "0" : null;
        }
    }

    /**
     * Stages each row; for a row that can't be read, stages the problem instead.
     *
     * @throws UnloadableException if the objects of the rows are not where the layout expects them, or the JSON is
     *     malformed
     */
    void readRows() throws IOException {
        boolean isInArray = layout.root().isPresent() ? documentTokenizer.isAt('[') : layout.isInArray();
        if (documentTokenizer.isAtEnd()) {
            return;
        }
        if (isInArray) {
            readArray(documentTokenizer, this::readDocument);
            return;
        }
        try {
            while (!documentTokenizer.isAtEnd()) {
                readDocument();
            }
        } catch (UnloadableException failure) {
            // A backend ignores an incomplete object at the end, but not an incomplete array.
            if (!documentTokenizer.isTruncated()) {
                throw failure;
            }
        }
    }

    private static void readArray(JsonTokenizer tokenizer, ElementReader elementReader) throws IOException {
        tokenizer.expect('[');
        boolean hasMore = !tokenizer.isAt(']');
        while (hasMore) {
            elementReader.readElement();
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect(']');
    }

    private void readDocument() throws IOException {
        if (layout.root().isPresent()) {
            readRowsBelow(layout.root().get(), documentTokenizer.readRawValue());
        } else if (documentTokenizer.isAt('[')) {
            throw new UnloadableException(
                    "The value is array type in json document stream, you can set strip_outer_array=true to"
                            + " parse each element of the array as individual rows");
        } else {
            readRow(documentTokenizer);
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
        if (layout.isInArray()) {
            readArray(rootTokenizer, () -> readRow(rootTokenizer));
        } else {
            readRow(rootTokenizer);
        }
    }

    private static String findRoot(LoadPath root, String document) throws IOException {
        try {
            return root.find(document).orElseThrow(() -> new UnloadableException("unable to find key: " + root.text()));
        } catch (UnreadableRowException failure) {
            throw new UnloadableException(String.valueOf(failure.getMessage()));
        }
    }

    private void readRow(JsonTokenizer objectTokenizer) throws IOException {
        if (layout.paths().isEmpty()) {
            try {
                stage.add(readMembers(objectTokenizer));
            } catch (UnreadableRowException failure) {
                stage.addProblem("Error: " + failure.getMessage());
            }
            return;
        }
        if (!objectTokenizer.isAt('{')) {
            throw new UnloadableException("parse error. The value should be object type");
        }
        String object = objectTokenizer.readRawValue();
        try {
            stage.add(readPaths(object));
        } catch (UnreadableRowException failure) {
            stage.addProblem("Error: " + failure.getMessage() + ". Row: " + object);
        }
    }

    private List<@Nullable String> readPaths(String object) throws IOException, UnreadableRowException {
        @Nullable String[] row = emptyRow.clone();
        for (int i = 0; i < Math.min(row.length, layout.paths().size()); i++) {
            LoadPath path = layout.paths().get(i);
            if (path.isRoot()) {
                row[i] = JsonValueReader.readObject(object, types.get(i));
                continue;
            }
            Optional<String> value = path.find(object);
            if (value.isPresent()) {
                row[i] = readValue(new JsonTokenizer(new StringReader(value.get())), types.get(i));
            }
        }
        return Arrays.asList(row);
    }

    /** Reads the members of an object; if several members have the same name, the first one is used. */
    private List<@Nullable String> readMembers(JsonTokenizer tokenizer) throws IOException, UnreadableRowException {
        @Nullable String[] row = emptyRow.clone();
        Set<Integer> positions = new HashSet<>();
        Optional<UnreadableRowException> problem = Optional.empty();
        tokenizer.expect('{');
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            Integer position = positionsByMember.get(tokenizer.readString(new StringBuilder()));
            tokenizer.expect(':');
            if (position == null || !positions.add(position)) {
                tokenizer.readRawValue();
            } else {
                try {
                    row[position] = readValue(tokenizer, types.get(position));
                } catch (UnreadableRowException failure) {
                    problem = Optional.of(failure);
                }
            }
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        if (problem.isPresent()) {
            throw problem.get();
        }
        return Arrays.asList(row);
    }

    /**
     * Reads the next value. A value that the column can't have becomes NULL.
     *
     * @throws UnreadableRowException if the load is strict and the column can't have the value, so the row is filtered
     */
    private @Nullable String readValue(JsonTokenizer tokenizer, Optional<Type> type)
            throws IOException, UnreadableRowException {
        try {
            return JsonValueReader.read(tokenizer, type);
        } catch (UnreadableRowException failure) {
            if (isStrict) {
                throw failure;
            }
            return null;
        }
    }
}
