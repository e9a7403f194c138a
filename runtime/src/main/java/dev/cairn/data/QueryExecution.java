package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.data.CallObservers.ObservedCall;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlLogEntry;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.Descriptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query and reads its rows, all at once or as a stream.
 *
 * @param methodName the method of an interface with {@code @Queries} that runs the query, or null
 * @param target the table or view that the query was built for, or null
 * @param query the query with the values of its parameters
 * @param columnMapping assigns the columns of the result to the positions that a reader requests
 */
record QueryExecution(
        Database database,
        @Nullable String methodName,
        @Nullable Descriptor<?> target,
        BoundStatement query,
        ResultColumns.ColumnMapping columnMapping) {
    static QueryExecution ofSelect(Database database, SelectStatement statement) {
        return new QueryExecution(
                database,
                null,
                statement.descriptor(),
                statement.createRowStatement(),
                ResultColumns.inResultOrder(statement.descriptor().columns()));
    }

    /** Counts the rows of a SELECT on the server. */
    static long countRows(Database database, SelectStatement statement) {
        return new QueryExecution(
                        database,
                        null,
                        statement.descriptor(),
                        statement.createCountStatement(),
                        ResultColumns.inResultOrder())
                .list(row -> row.longAt(0))
                .get(0);
    }

    /** Returns all rows. The driver receives all of them before the first one is read. */
    <T extends @Nullable Object> List<T> list(Function<? super ResultRow, ? extends T> reader) {
        return list(reader, Long.MAX_VALUE);
    }

    /** Returns the first rows, up to the limit. */
    <T extends @Nullable Object> List<T> list(Function<? super ResultRow, ? extends T> reader, long limit) {
        List<T> results = new ArrayList<>();
        read(limit, row -> results.add(reader.apply(row)));
        return results;
    }

    /** Passes the rows to a consumer, up to the limit. The consumer receives the same object for each row. */
    void read(long limit, Consumer<? super ResultRow> rowConsumer) {
        ObservedCall call = database.observers().begin(Kind.QUERY, methodName, target);
        long rowCount;
        try {
            rowCount = readRows(limit, rowConsumer);
        } catch (RuntimeException | Error failure) {
            call.failed(failure);
            throw failure;
        }
        call.succeeded(rowCount);
    }

    /** Reads the rows and returns their number. */
    private long readRows(long limit, Consumer<? super ResultRow> rowConsumer) {
        return database.connectionSource().use(connection -> {
            long rowCount = 0;
            SqlLogEntry logEntry = query.startLog();
            try (Statement statement = query.prepare(connection);
                    ResultSet resultSet = executeQuery(statement)) {
                ResultRow row = new ResultRow(resultSet, columnMapping.map(resultSet));
                while (rowCount < limit && row.next()) {
                    rowConsumer.accept(row);
                    rowCount++;
                }
            } catch (SQLException | FailedStatementException failure) {
                logEntry.logFailure(failure);
                throw failure;
            } catch (RuntimeException readerFailure) {
                logEntry.logAnswer(rowCount);
                throw readerFailure;
            }
            logEntry.logAnswer(rowCount);
            return rowCount;
        });
    }

    /**
     * Streams the rows: the driver receives them while they are read. The query is sent before the method returns, and
     * the stream holds its connection until it is closed or read to its end.
     */
    <T extends @Nullable Object> Stream<T> stream(Function<? super ResultRow, ? extends T> reader) {
        ObservedCall call = database.observers().begin(Kind.STREAM, methodName, target);
        try {
            return openStream(reader, call);
        } catch (RuntimeException | Error failure) {
            call.failed(failure);
            throw failure;
        }
    }

    /** Sends the query. If that succeeds, the end of the stream is the end of the call. */
    private <T extends @Nullable Object> Stream<T> openStream(
            Function<? super ResultRow, ? extends T> reader, ObservedCall call) {
        try {
            Connection connection = database.connectionSource().open();
            StreamedQuery streamedQuery = new StreamedQuery(database.connectionSource(), connection, query.startLog());
            try {
                Statement statement = query.prepare(connection);
                streamedQuery.setStatement(statement);
                statement.setFetchSize(ServerConnection.streamingFetchSize(connection));
                ResultSet resultSet = executeQuery(statement);
                ResultRow row = new ResultRow(resultSet, columnMapping.map(resultSet));
                RowSpliterator<T> rowSpliterator = new RowSpliterator<>(row, reader, streamedQuery);
                streamedQuery.completeOnClose(call);
                return StreamSupport.stream(rowSpliterator, false).onClose(streamedQuery::close);
            } catch (SQLException | RuntimeException failure) {
                streamedQuery.logFailure(failure);
                streamedQuery.closeAfterFailure(failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }

    /**
     * Runs the query.
     *
     * @throws SQLException if the server refuses the query, or if the statement returns no result set
     */
    private ResultSet executeQuery(Statement statement) throws SQLException {
        ResultSet resultSet = query.query(statement);
        if (resultSet == null) {
            throw new SQLException("The statement returns no rows; call execute instead: " + query.sql());
        }
        return resultSet;
    }
}
