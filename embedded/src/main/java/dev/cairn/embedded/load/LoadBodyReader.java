package dev.cairn.embedded.load;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows in the body of a request, as CSV or JSON.
 *
 * @param table the table as it was when the load began
 */
record LoadBodyReader(StreamLoadRequest request, LoadMapping mapping, Table table, IncomingRows incomingRows) {
    /**
     * Adds the rows in the body of the request to the incoming rows.
     *
     * @throws InvalidLoadException if the request or its body is invalid
     */
    void readRows() throws IOException {
        Reader body = LoadTextDecoder.open(request.exchange().body());
        if (request.isJson()) {
            new JsonRowReader(body, JsonRowReader.Layout.of(request), mapping, listFieldTypes(), incomingRows)
                    .readRows();
        } else {
            CsvRowCollector rowCollector = new CsvRowCollector(mapping, table, incomingRows);
            new CsvRowReader(body, request).readRows(parseSkippedRowCount(), rowCollector::collectRow);
        }
        incomingRows.flush();
    }

    private long parseSkippedRowCount() {
        try {
            return Long.parseLong(request.header("skip_header", "0"));
        } catch (NumberFormatException failure) {
            throw new InvalidLoadException("Invalid csv load skip_header format");
        }
    }

    /** Returns the type as which a backend reads each field; empty for a field that it reads as a string. */
    private List<Optional<Type>> listFieldTypes() {
        List<Optional<Type>> fieldTypes = new ArrayList<>();
        for (String fieldName : mapping.fieldNames()) {
            fieldTypes.add(
                    mapping.findTypeColumn(fieldName)
                                    .filter(LoadMapping.OPERATION_FIELD::equals)
                                    .isPresent()
                            ? Optional.of(TypeConstants.TINYINT)
                            : mapping.findTypeColumn(fieldName)
                                    .flatMap(table::findColumn)
                                    .map(Column::type));
        }
        return fieldTypes;
    }
}
