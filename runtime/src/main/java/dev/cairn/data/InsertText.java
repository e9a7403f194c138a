package dev.cairn.data;

import java.util.List;
import java.util.stream.Collectors;

/** The texts of INSERT statements into some columns of a table. */
record InsertText(String table, List<TargetColumn> columns) {
    /** What stands before the rows. */
    String opening() {
        return columns.stream()
                .map(TargetColumn::quoted)
                .collect(Collectors.joining(", ", "INSERT INTO " + table + " (", ") "));
    }

    /** For rows that have the same parameters. */
    String values(String row, int rows) {
        StringBuilder text = new StringBuilder(opening()).append("VALUES ").append(row);
        for (int i = 1; i < rows; i++) {
            text.append(", ").append(row);
        }
        return text.toString();
    }
}
