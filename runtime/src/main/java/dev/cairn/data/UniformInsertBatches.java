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
    private final String row;
    private final List<R> waiting = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private @Nullable ParameterSink sink;
    private int prepared;
    private int capacity;

    UniformInsertBatches(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
        super(target, written, connection);
        this.row = written.stream()
                .map(TargetColumn::marker)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
        this.capacity = Math.max(1, Math.min(RowBatches.MAX_ROWS, RowBatches.MAX_VALUES / Math.max(1, written.size())));
    }

    @Override
    long insert(Iterator<? extends R> rows) throws SQLException {
        while (rows.hasNext()) {
            waiting.add(rows.next());
            if (waiting.size() == capacity) {
                sendWaiting();
            }
        }
        sendWaiting();
        return inserted;
    }

    private void sendWaiting() throws SQLException {
        for (int from = 0; from < waiting.size(); ) {
            from += send(from, Math.min(waiting.size(), from + capacity));
        }
        waiting.clear();
    }

    /** Sends rows, fewer than asked for if they are too long for one statement; this also lowers the capacity. */
    private int send(int from, int to) throws SQLException {
        ParameterSink values = prepare(to - from);
        values.restart(inserted + 1);
        for (int i = from; i < to; i++) {
            target.table().write(waiting.get(i), values);
            if (values.characters() > RowBatches.MAX_CHARACTERS && i > from) {
                capacity = i - from;
                return send(from, i);
            }
            values.nextRow();
        }
        execute(values, to - from);
        inserted += to - from;
        return to - from;
    }

    private ParameterSink prepare(int rows) throws SQLException {
        if (sink == null || prepared != rows) {
            close();
            PreparedStatement next = connection.prepareStatement(statement(rows));
            statement = next;
            sink = new ParameterSink(target.columns(), writtenColumns, next);
            prepared = rows;
        }
        return sink;
    }

    private String statement(int rows) {
        StringBuilder sql = new StringBuilder(opening).append("VALUES ").append(row);
        for (int i = 1; i < rows; i++) {
            sql.append(", ").append(row);
        }
        return sql.toString();
    }

    private void execute(ParameterSink values, int rows) throws SQLException {
        SqlLog log = SqlLog.start(statement(1) + (rows > 1 ? ", …" : ""), Ticker.system())
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
