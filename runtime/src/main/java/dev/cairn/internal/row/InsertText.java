package dev.cairn.internal.row;

import java.util.List;
import java.util.stream.Collectors;

/** The texts of INSERT statements into some columns of a table. */
public record InsertText(String table, List<TargetColumn> columns) {
    /** Returns the beginning of the statement, before the rows. */
    public String opening() {
        return columns.stream()
                .map(TargetColumn::quoted)
                .collect(Collectors.joining(", ", "INSERT INTO " + table + " (", ") "));
    }

    /** Returns the statement for a number of rows with the same parameters. */
    public String values(String row, int rows) {
        StringBuilder text = new StringBuilder(opening()).append("VALUES ").append(row);
        for (int i = 1; i < rows; i++) {
            text.append(", ").append(row);
        }
        return text.toString();
    }
}
