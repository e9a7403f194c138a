package dev.cairn.embedded.corpus;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An answer as the driver returned it; {@code errno} is 0 if the server accepted the statement. */
record Answer(int errno, String sqlState, String error, List<String> columns, List<List<String>> rows) {
    boolean isAccepted() {
        return errno == 0;
    }

    static Answer to(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return new Answer(0, "", "", List.of(), List.of());
            }
            try (ResultSet resultSet = statement.getResultSet()) {
                return ofRows(resultSet);
            }
        } catch (SQLException refusal) {
            String message = String.valueOf(refusal.getMessage());
            return new Answer(refusal.getErrorCode(), refusal.getSQLState(), message, List.of(), List.of());
        }
    }

    private static Answer ofRows(ResultSet resultSet) throws SQLException {
        List<String> columns = new ArrayList<>();
        int columnCount = resultSet.getMetaData().getColumnCount();
        for (int column = 1; column <= columnCount; column++) {
            columns.add(resultSet.getMetaData().getColumnLabel(column));
        }
        List<List<String>> rows = new ArrayList<>();
        while (resultSet.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columnCount; column++) {
                row.add(resultSet.getString(column));
            }
            rows.add(row);
        }
        return new Answer(0, "", "", columns, rows);
    }
}
