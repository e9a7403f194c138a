package dev.cairn.embedded.corpus;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An answer as the driver returned it. */
record Answer(int errno, String sqlState, String error, List<String> columns, List<List<String>> rows) {
    boolean isAccepted() {
        return errno == 0;
    }

    static Answer to(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return new Answer(0, "", "", List.of(), List.of());
            }
            try (ResultSet result = statement.getResultSet()) {
                return ofRows(result);
            }
        } catch (SQLException refused) {
            String message = String.valueOf(refused.getMessage());
            return new Answer(refused.getErrorCode(), refused.getSQLState(), message, List.of(), List.of());
        }
    }

    private static Answer ofRows(ResultSet result) throws SQLException {
        List<String> columns = new ArrayList<>();
        int columnCount = result.getMetaData().getColumnCount();
        for (int column = 1; column <= columnCount; column++) {
            columns.add(result.getMetaData().getColumnLabel(column));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columnCount; column++) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return new Answer(0, "", "", columns, rows);
    }
}
