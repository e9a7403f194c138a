package dev.cairn.data;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.SqlLog;
import dev.cairn.internal.row.RowBatches;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Inserts rows whose SQL is the same: one prepared statement is executed repeatedly, and only the last one may differ. */
final class UniformInsertBatches<R> extends InsertBatches<R> {
    private final String rowMarkers;
    private final List<R> waitingRows = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private @Nullable ParameterSink sink;
    private int preparedRowCount;
    private int capacity;

    UniformInsertBatches(TargetTable<R> target, List<TargetColumn> writtenColumns, Connection connection) {
        super(target, writtenColumns, connection);
        this.rowMarkers = writtenColumns.stream()
                .map(TargetColumn::marker)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
        this.capacity =
                Math.max(1, Math.min(RowBatches.MAX_ROWS, RowBatches.MAX_VALUES / Math.max(1, writtenColumns.size())));
    }

    @Override
    long insert(Iterator<? extends R> rows) throws SQLException {
        while (rows.hasNext()) {
            waitingRows.add(rows.next());
            if (waitingRows.size() == capacity) {
                sendWaitingRows();
            }
        }
        sendWaitingRows();
        return inserted;
    }

    private void sendWaitingRows() throws SQLException {
        for (int startIndex = 0; startIndex < waitingRows.size(); ) {
            startIndex += send(startIndex, Math.min(waitingRows.size(), startIndex + capacity));
        }
        waitingRows.clear();
    }

    /** Sends rows, fewer than asked for if they are too long for one statement; this also lowers the capacity. */
    private int send(int startIndex, int endIndex) throws SQLException {
        ParameterSink values = prepare(endIndex - startIndex);
        values.restart(inserted + 1);
        for (int i = startIndex; i < endIndex; i++) {
            target.table().write(waitingRows.get(i), values);
            if (values.characters() > RowBatches.MAX_CHARACTERS && i > startIndex) {
                capacity = i - startIndex;
                return send(startIndex, i);
            }
            values.nextRow();
        }
        execute(values, endIndex - startIndex);
        inserted += endIndex - startIndex;
        return endIndex - startIndex;
    }

    private ParameterSink prepare(int rows) throws SQLException {
        if (sink == null || preparedRowCount != rows) {
            close();
            PreparedStatement newStatement = connection.prepareStatement(renderStatement(rows));
            statement = newStatement;
            sink = new ParameterSink(target.columns(), writtenColumns, newStatement);
            preparedRowCount = rows;
        }
        return sink;
    }

    private String renderStatement(int rows) {
        StringBuilder sql = new StringBuilder(opening).append("VALUES ").append(rowMarkers);
        for (int i = 1; i < rows; i++) {
            sql.append(", ").append(rowMarkers);
        }
        return sql.toString();
    }

    private void execute(ParameterSink values, int rows) throws SQLException {
        SqlLog log = SqlLog.start(renderStatement(1) + (rows > 1 ? ", …" : ""), Ticker.system())
                .withValues(values.loggedValues());
        try {
            if (statement != null) {
                statement.executeLargeUpdate();
            }
            log.logAnswer(rows);
        } catch (SQLException failure) {
            log.logFailure(failure);
            throw failureOf(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
            statement = null;
            sink = null;
        }
    }
}
