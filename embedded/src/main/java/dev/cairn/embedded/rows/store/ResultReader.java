package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.function.StatementBudget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a result as texts, while DuckDB calculates them. */
final class ResultReader {
    /** The overhead of a value, in characters, which is counted in addition to the characters of the value. */
    private static final int CELL_OVERHEAD = 48;

    private final ResultSet resultSet;
    private final int columnCount;
    private long approximateSize;

    ResultReader(ResultSet resultSet) throws SQLException {
        this.resultSet = resultSet;
        this.columnCount = resultSet.getMetaData().getColumnCount();
    }

    /**
     * Returns the next row, whose values may be replaced; null after the last one. Do not call this method again after
     * null, because the result is then closed.
     *
     * @throws SQLException if a row can't be calculated, or if the statement of the current thread has been ended
     */
    @Nullable
    List<@Nullable String> readRow() throws SQLException {
        if (StatementBudget.current().isEnded()) {
            throw new SQLException("The statement was ended");
        }
        if (!resultSet.next()) {
            resultSet.close();
            return null;
        }
        @Nullable String[] row = new String[columnCount];
        for (int i = 0; i < columnCount; i++) {
            String value = resultSet.getString(i + 1);
            row[i] = value;
            approximateSize += CELL_OVERHEAD + (value == null ? 0 : value.length());
        }
        return Arrays.asList(row);
    }

    /** Returns the approximate size of all rows that were read, in characters. */
    long approximateSize() {
        return approximateSize;
    }
}
