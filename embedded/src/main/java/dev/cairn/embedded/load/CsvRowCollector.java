package dev.cairn.embedded.load;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.store.IncomingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the values of CSV rows, and adds the rows to the incoming rows of a load. */
final class CsvRowCollector {
    private final List<Optional<Column>> fieldColumns;
    private final boolean isStrict;
    private final IncomingRows incomingRows;

    /**
     * Creates the collector of a load.
     *
     * @throws InvalidLoadException if a backend can't read the values of a column from CSV
     */
    CsvRowCollector(LoadMapping mapping, Table table, IncomingRows incomingRows) {
        this.fieldColumns = mapping.fieldNames().stream()
                .map(field -> mapping.findTypeColumn(field).flatMap(table::findColumn))
                .toList();
        this.isStrict = mapping.settings().isStrict();
        this.incomingRows = incomingRows;
        for (Optional<Column> column : fieldColumns) {
            if (column.isPresent() && !CsvValueParser.isSupported(column.get().type())) {
                throw new InvalidLoadException("Unsupported CSV type "
                        + TypeFormat.formatForMessages(column.get().type()));
            }
        }
    }

    /**
     * Adds a row. An invalid value becomes NULL; if the load is strict, the row is filtered instead. A row with the
     * wrong number of values or with invalid UTF-8 is always filtered.
     */
    void collectRow(List<@Nullable String> row) {
        if (row.size() != fieldColumns.size()) {
            incomingRows.addUnparsableRow("Error: Value count does not match column count. Expect "
                    + fieldColumns.size() + ", but got " + row.size() + ". Row: " + row);
            return;
        }
        if (row.stream().anyMatch(fieldText -> fieldText != null && LoadTextDecoder.containsInvalidBytes(fieldText))) {
            incomingRows.addUnparsableRow("Error: Invalid UTF-8 row. Row: " + row);
            return;
        }
        List<@Nullable String> values = new ArrayList<>(row);
        for (int i = 0; i < row.size(); i++) {
            String fieldText = row.get(i);
            Optional<Column> column = fieldColumns.get(i);
            if (fieldText == null || column.isEmpty()) {
                continue;
            }
            values.set(i, CsvValueParser.parse(fieldText, column.get().type(), isStrict));
            if (values.get(i) == null && isStrict) {
                incomingRows.addUnparsableRow(describeProblem(fieldText, column.get(), row));
                return;
            }
        }
        incomingRows.addRow(values);
    }

    private static String describeProblem(String fieldText, Column column, List<@Nullable String> row) {
        String typeName = TypeFormat.formatForMessages(column.type()).toUpperCase(Locale.ROOT);
        String rowText = row.stream()
                .map(value -> value == null ? "NULL" : "'" + value + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        return "Error: Value '" + fieldText + "' is out of range. The type of '" + column.name() + "' is " + typeName
                + ". Row: " + rowText;
    }
}
