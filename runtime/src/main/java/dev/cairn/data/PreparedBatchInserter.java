package dev.cairn.data;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.SqlLogEntry;
import dev.cairn.internal.row.DriverEscaping;
import dev.cairn.internal.row.RowBatches;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows whose SQL is the same: one prepared statement is executed repeatedly. Another statement is prepared only
 * for the rows that remain at the end, and for fewer rows if the rows are too long for one statement.
 */
final class PreparedBatchInserter<R> extends BatchInserter<R> {
    private final String rowParameterSql;
    private final List<R> bufferedRows = new ArrayList<>();
    private @Nullable PreparedStatement preparedStatement;
    private @Nullable ParameterSink sink;
    private int preparedRowCount;
    private int maxRowsPerStatement;

    PreparedBatchInserter(TargetTable<R> targetTable, List<TargetColumn> writtenColumns, Connection connection) {
        super(targetTable, writtenColumns, connection);
        this.rowParameterSql = writtenColumns.stream()
                .map(TargetColumn::parameterSql)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
        this.maxRowsPerStatement =
                Math.max(1, Math.min(RowBatches.MAX_ROWS, RowBatches.MAX_VALUES / Math.max(1, writtenColumns.size())));
    }

    @Override
    long insert(Iterator<? extends R> rows) throws SQLException {
        while (rows.hasNext()) {
            bufferedRows.add(requireRow(rows.next(), insertedRowCount + bufferedRows.size() + 1));
            if (bufferedRows.size() == maxRowsPerStatement) {
                flush();
            }
        }
        flush();
        return insertedRowCount;
    }

    private void flush() throws SQLException {
        for (int startIndex = 0; startIndex < bufferedRows.size(); ) {
            startIndex += send(startIndex, Math.min(bufferedRows.size(), startIndex + maxRowsPerStatement));
        }
        bufferedRows.clear();
    }

    /**
     * Sends rows and returns their number. If they are too long for one statement, the method sends fewer of them and
     * lowers the maximum for later statements.
     */
    private int send(int startIndex, int endIndex) throws SQLException {
        ParameterSink parameterSink = prepare(endIndex - startIndex);
        parameterSink.startStatement(insertedRowCount + 1);
        for (int i = startIndex; i < endIndex; i++) {
            targetTable.descriptor().write(bufferedRows.get(i), parameterSink);
            if (parameterSink.characterCount() > RowBatches.MAX_CHARACTERS && i > startIndex) {
                maxRowsPerStatement = i - startIndex;
                return send(startIndex, i);
            }
            parameterSink.startNextRow();
        }
        execute(parameterSink, endIndex - startIndex);
        insertedRowCount += endIndex - startIndex;
        return endIndex - startIndex;
    }

    private ParameterSink prepare(int rowCount) throws SQLException {
        if (sink == null || preparedRowCount != rowCount) {
            close();
            DriverEscaping.requireBackslashEscapes(connection);
            PreparedStatement newStatement = connection.prepareStatement(renderStatement(rowCount));
            preparedStatement = newStatement;
            sink = new ParameterSink(targetTable.columns(), writtenColumns, newStatement);
            preparedRowCount = rowCount;
        }
        return sink;
    }

    private String renderStatement(int rowCount) {
        StringBuilder sql = new StringBuilder(statementPrefix).append("VALUES ").append(rowParameterSql);
        for (int i = 1; i < rowCount; i++) {
            sql.append(", ").append(rowParameterSql);
        }
        return sql.toString();
    }

    private void execute(ParameterSink parameterSink, int rowCount) throws SQLException {
        SqlLogEntry logEntry = SqlLogEntry.start(renderStatement(1) + (rowCount > 1 ? ", …" : ""), Ticker.system())
                .setValues(parameterSink.loggedValues());
        try {
            Objects.requireNonNull(preparedStatement).executeLargeUpdate();
            logEntry.logAnswer(rowCount);
        } catch (SQLException failure) {
            logEntry.logFailure(failure);
            throw wrapFailure(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        if (preparedStatement != null) {
            preparedStatement.close();
            preparedStatement = null;
            sink = null;
        }
    }
}
