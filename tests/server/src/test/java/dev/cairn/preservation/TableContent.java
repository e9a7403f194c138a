package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, each with a text for each column of the table.
 *
 * @param table the table when the rows were read
 */
record TableContent(Table table, List<List<@Nullable String>> rows) {
    static TableContent of(Connection connection, Table table) throws SQLException {
        return of(connection, table, "TRUE");
    }

    /** Reads the rows for which a condition holds. */
    static TableContent of(Connection connection, Table table, String condition) throws SQLException {
        String selectItems = table.columns().stream()
                .map(column -> ShownValue.renderSelectExpression(column.name(), column.type()))
                .collect(Collectors.joining(", "));
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet resultRows = statement.executeQuery(
                        "SELECT " + selectItems + " FROM `" + table.name() + "` WHERE " + condition)) {
            while (resultRows.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int column = 1; column <= table.columns().size(); column++) {
                    row.add(resultRows.getString(column));
                }
                rows.add(row);
            }
        }
        return new TableContent(table, rows);
    }

    List<@Nullable String> values(Column column) {
        int index = table.columns().indexOf(column);
        return rows.stream().map(row -> row.get(index)).collect(Collectors.toList());
    }
}
