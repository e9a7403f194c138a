package dev.cairn.data;

import dev.cairn.internal.link.SqlLog;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.ColumnNaming;
import dev.cairn.schema.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A query, about to be sent. */
record QueryExecution(ConnectionSource connections, BoundStatement query, ColumnNaming naming) {
    private static final int ROWS_AT_ONCE = 1_000;

    /** The driver gets the whole answer before the first row is read. */
    <T extends @Nullable Object> List<T> list(Function<? super Row, ? extends T> reader) {
        return connections.use(connection -> {
            List<T> all = new ArrayList<>();
            SqlLog log = query.log();
            try (Statement statement = query.prepare(connection);
                    ResultSet answer = answer(statement)) {
                ResultRow row = new ResultRow(answer, naming);
                while (row.next()) {
                    all.add(reader.apply(row));
                }
            } catch (SQLException | FailedStatementException failure) {
                log.failed(failure);
                throw failure;
            } catch (RuntimeException ofReader) {
                log.answered(all.size());
                throw ofReader;
            }
            log.answered(all.size());
            return all;
        });
    }

    /** Rows come from the server while they are read. */
    <T extends @Nullable Object> Stream<T> stream(Function<? super Row, ? extends T> reader) {
        try {
            Connection connection = connections.open();
            ConnectionRelease release = new ConnectionRelease(connections, connection, query.log());
            try {
                Statement statement = query.prepare(connection);
                release.after(statement);
                statement.setFetchSize(fetchSize(connection));
                RowSpliterator<T> rows =
                        new RowSpliterator<>(new ResultRow(answer(statement), naming), reader, release);
                return StreamSupport.stream(rows, false).onClose(release::close);
            } catch (SQLException | RuntimeException failure) {
                release.failed(failure);
                release.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }

    private ResultSet answer(Statement statement) throws SQLException {
        boolean rows = query.run(statement);
        if (!rows) {
            throw new SQLException("The statement returns no rows: " + query.sql());
        }
        return statement.getResultSet();
    }

    /** Connector/J streams only with this very number, and no other driver takes it. */
    private static int fetchSize(Connection connection) throws SQLException {
        return connection.getMetaData().getDriverName().startsWith("MySQL") ? Integer.MIN_VALUE : ROWS_AT_ONCE;
    }

    /** The rows of an answer, one after the other; at the end the connection is given back at once. */
    private static final class RowSpliterator<T extends @Nullable Object> implements Spliterator<T> {
        private final ResultRow row;
        private final Function<? super Row, ? extends T> reader;
        private final ConnectionRelease release;
        private boolean ended;

        RowSpliterator(ResultRow row, Function<? super Row, ? extends T> reader, ConnectionRelease release) {
            this.row = row;
            this.reader = reader;
            this.release = release;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            if (ended || !next()) {
                ended = true;
                release.close();
                return false;
            }
            action.accept(reader.apply(row));
            return true;
        }

        @Override
        public void forEachRemaining(Consumer<? super T> action) {
            while (!ended && next()) {
                action.accept(reader.apply(row));
            }
            ended = true;
            release.close();
        }

        private boolean next() {
            try {
                boolean isRow = row.next();
                if (isRow) {
                    release.read();
                }
                return isRow;
            } catch (FailedStatementException failure) {
                release.failed(failure);
                throw failure;
            }
        }

        @Override
        public @Nullable Spliterator<T> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public int characteristics() {
            return ORDERED;
        }
    }
}
