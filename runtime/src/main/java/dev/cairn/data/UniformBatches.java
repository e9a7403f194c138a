package dev.cairn.data;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.SqlLog;
import dev.cairn.internal.row.InsertText;
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

/** Rows that differ in their values only: one statement is bound again and again, and only the last may need another. */
final class UniformBatches<R> implements InsertBatches<R> {
    private final TargetTable<R> target;
    private final List<TargetColumn> written;
    private final Connection connection;
    private final InsertText text;
    private final String row;
    private final List<R> waiting = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private @Nullable ParameterSink sink;
    private int prepared;
    private int capacity;
    private long inserted;

    UniformBatches(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
        this.target = target;
        this.written = written;
        this.connection = connection;
        this.text = new InsertText(target.quotedName(), written);
        this.row = written.stream()
                .map(TargetColumn::marker)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
        this.capacity = Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, written.size())));
    }

    @Override
    public long insert(Iterator<? extends R> rows) throws SQLException {
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

    /** Where the rows are too long for one statement, fewer are sent, and fewer at once from then on. */
    private int send(int from, int to) throws SQLException {
        ParameterSink values = prepared(to - from);
        values.restart(inserted + 1);
        for (int i = from; i < to; i++) {
            target.table().write(waiting.get(i), values);
            if (values.characters() > MOST_CHARACTERS && i > from) {
                capacity = i - from;
                return send(from, i);
            }
            values.nextRow();
        }
        execute(values, to - from);
        inserted += to - from;
        return to - from;
    }

    private ParameterSink prepared(int rows) throws SQLException {
        if (sink == null || prepared != rows) {
            close();
            PreparedStatement next = connection.prepareStatement(text.values(row, rows));
            statement = next;
            sink = new ParameterSink(target.columns(), written, next);
            prepared = rows;
        }
        return sink;
    }

    private void execute(ParameterSink values, int rows) throws SQLException {
        SqlLog log = SqlLog.sending(text.values(row, 1) + (rows > 1 ? ", …" : ""), Ticker.system())
                .with(values.logged());
        try {
            if (statement != null) {
                statement.executeLargeUpdate();
            }
            log.answered(rows);
        } catch (SQLException failure) {
            log.failed(failure);
            throw InsertBatches.after(inserted, failure);
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
