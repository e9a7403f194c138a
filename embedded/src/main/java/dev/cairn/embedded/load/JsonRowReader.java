package dev.cairn.embedded.load;

import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.IncomingRows;
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
    private final Map<String, Integer> indexByFieldName = new HashMap<>();
    private final List<Optional<Type>> fieldTypes;
    private final @Nullable String[] defaultRow;
    private final boolean isStrict;
    private final IncomingRows incomingRows;

    /**
     * The places of the objects in a document, and of the values in an object.
     *
     * @param rootPath the path from an object of the document to the object of a row; empty if they are the same
     * @param fieldPaths the paths of the fields; surplus paths are ignored, and fields without a path are NULL. If the
     *     list is empty, fields are matched by name
     * @param isInArray whether an array contains the objects of the rows
     */
    record Layout(Optional<LoadPath> rootPath, List<LoadPath> fieldPaths, boolean isInArray) {
        /**
         * Returns the layout that the headers of a request describe.
         *
         * @throws InvalidLoadException if a path is invalid
         */
        static Layout of(StreamLoadRequest request) {
            String pathsHeader = request.header("jsonpaths");
            return new Layout(
                    Optional.of(request.header("json_root"))
                            .filter(rootHeader -> !rootHeader.isEmpty())
                            .map(LoadPath::parse),
                    pathsHeader.isEmpty() ? List.of() : LoadPath.parsePaths(pathsHeader),
                    request.isHeaderTrue("strip_outer_array"));
        }
    }

    @FunctionalInterface
    private interface ElementReader {
        void readElement() throws IOException;
    }

    /**
     * Creates the reader of a load.
     *
     * @param fieldTypes the types as which the fields of the mapping are read; empty for a field that is read as a
     *     string
     * @param incomingRows receives the rows, and the problems of the rows that can't be read
     */
    JsonRowReader(
            Reader source,
            Layout layout,
            LoadMapping mapping,
            List<Optional<Type>> fieldTypes,
            IncomingRows incomingRows) {
        this.documentTokenizer = new JsonTokenizer(source);
        this.layout = layout;
        this.fieldTypes = fieldTypes;
        this.isStrict = mapping.settings().isStrict();
        this.incomingRows = incomingRows;
        this.defaultRow = new String[fieldTypes.size()];
        for (int i = 0; i < fieldTypes.size(); i++) {
            String field = mapping.fieldNames().get(i);
            indexByFieldName.put(field, i);
            // Without an operation, a row is inserted or replaces another one.
            defaultRow[i] = field.equals(LoadMapping.OPERATION_FIELD) ? "0" : null;
        }
    }

    /**
     * Adds each row; for a row that can't be read, adds the problem instead.
     *
     * @throws InvalidLoadException if the objects of the rows are not where the layout expects them, or the JSON is
     *     malformed
     */
    void readRows() throws IOException {
        boolean hasDocumentArray = layout.rootPath().isPresent() ? documentTokenizer.isAt('[') : layout.isInArray();
        if (documentTokenizer.isAtEnd()) {
            return;
        }
        if (hasDocumentArray) {
            readArray(documentTokenizer, this::readDocument);
            return;
        }
        try {
            while (!documentTokenizer.isAtEnd()) {
                readDocument();
            }
        } catch (InvalidLoadException failure) {
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
        if (layout.rootPath().isPresent()) {
            readRowsAtRoot(layout.rootPath().get(), documentTokenizer.readRawValue());
        } else if (documentTokenizer.isAt('[')) {
            throw new InvalidLoadException(
                    "The value is array type in json document stream, you can set strip_outer_array=true to"
                            + " parse each element of the array as individual rows");
        } else {
            readRow(documentTokenizer);
        }
    }

    /** Reads the row, or the array of rows, to which the root path leads in a document. */
    private void readRowsAtRoot(LoadPath rootPath, String document) throws IOException {
        JsonTokenizer rootTokenizer = new JsonTokenizer(new StringReader(requireRootValue(rootPath, document)));
        if (rootTokenizer.isAt('[') != layout.isInArray()) {
            throw new InvalidLoadException(
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

    private static String requireRootValue(LoadPath rootPath, String document) throws IOException {
        try {
            return rootPath.findTargetJson(document)
                    .orElseThrow(() -> new InvalidLoadException("unable to find key: " + rootPath.text()));
        } catch (UnparsableRowException failure) {
            throw new InvalidLoadException(String.valueOf(failure.getMessage()));
        }
    }

    private void readRow(JsonTokenizer objectTokenizer) throws IOException {
        if (layout.fieldPaths().isEmpty()) {
            try {
                incomingRows.addRow(readFieldsByName(objectTokenizer));
            } catch (UnparsableRowException failure) {
                incomingRows.addUnparsableRow("Error: " + failure.getMessage());
            }
            return;
        }
        if (!objectTokenizer.isAt('{')) {
            throw new InvalidLoadException("parse error. The value should be object type");
        }
        String objectJson = objectTokenizer.readRawValue();
        try {
            incomingRows.addRow(readFieldsByPath(objectJson));
        } catch (UnparsableRowException failure) {
            incomingRows.addUnparsableRow("Error: " + failure.getMessage() + ". Row: " + objectJson);
        }
    }

    /**
     * Reads the values to which the paths lead; a field keeps its default if its path leads to no value.
     *
     * @throws UnparsableRowException if a path can't be followed, or if the load is strict and a value is invalid
     */
    private List<@Nullable String> readFieldsByPath(String objectJson) throws IOException, UnparsableRowException {
        @Nullable String[] row = defaultRow.clone();
        for (int i = 0; i < Math.min(row.length, layout.fieldPaths().size()); i++) {
            LoadPath path = layout.fieldPaths().get(i);
            if (path.isRoot()) {
                row[i] = JsonValueReader.readObject(objectJson, fieldTypes.get(i));
                continue;
            }
            Optional<String> valueJson = path.findTargetJson(objectJson);
            if (valueJson.isPresent()) {
                row[i] = readValue(new JsonTokenizer(new StringReader(valueJson.get())), fieldTypes.get(i));
            }
        }
        return Arrays.asList(row);
    }

    /**
     * Reads the members of an object; if several members have the same name, the first one is used. The object is read
     * to its end even if a value is invalid, so the next row can be read.
     *
     * @throws UnparsableRowException if the load is strict and a value is invalid
     */
    private List<@Nullable String> readFieldsByName(JsonTokenizer tokenizer)
            throws IOException, UnparsableRowException {
        @Nullable String[] row = defaultRow.clone();
        Set<Integer> seenFieldIndexes = new HashSet<>();
        Optional<UnparsableRowException> rowFailure = Optional.empty();
        tokenizer.expect('{');
        boolean hasMore = !tokenizer.isAt('}');
        while (hasMore) {
            Integer fieldIndex = indexByFieldName.get(tokenizer.readString());
            tokenizer.expect(':');
            if (fieldIndex == null || !seenFieldIndexes.add(fieldIndex)) {
                tokenizer.readRawValue();
            } else {
                try {
                    row[fieldIndex] = readValue(tokenizer, fieldTypes.get(fieldIndex));
                } catch (UnparsableRowException failure) {
                    rowFailure = Optional.of(failure);
                }
            }
            hasMore = tokenizer.accept(',');
        }
        tokenizer.expect('}');
        if (rowFailure.isPresent()) {
            throw rowFailure.get();
        }
        return Arrays.asList(row);
    }

    /**
     * Reads the next value. A value that the column can't have becomes NULL.
     *
     * @throws UnparsableRowException if the load is strict and the column can't have the value, so the row is filtered
     */
    private @Nullable String readValue(JsonTokenizer tokenizer, Optional<Type> type)
            throws IOException, UnparsableRowException {
        try {
            return JsonValueReader.read(tokenizer, type);
        } catch (UnparsableRowException failure) {
            if (isStrict) {
                throw failure;
            }
            return null;
        }
    }
}
