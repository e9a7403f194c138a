package dev.cairn.internal.connection;

import dev.cairn.internal.DurationFormatter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Opens connections of a data source within a timeout. A connection has no timeout before it exists, and a third-party
 * data source may wait forever for a silent server. Therefore the data source is called on another thread.
 */
record TimedConnectionOpener(DataSource dataSource, Executor executor) {
    /** Opens a connection. An interrupt does not end the wait, and its status is restored afterwards. */
    Connection open(Duration timeout) throws SQLException {
        CompletableFuture<Connection> connectionFuture = new CompletableFuture<>();
        executor.execute(() -> completeFuture(connectionFuture));
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return connectionFuture.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interruption) {
                    isInterrupted = true; // a connection that is opened must not leak
                } catch (TimeoutException expiration) {
                    connectionFuture.completeExceptionally(new SQLTransientConnectionException(
                            "no connection within " + DurationFormatter.format(timeout)));
                } catch (ExecutionException failure) {
                    throw unwrapFailure(failure);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void completeFuture(CompletableFuture<Connection> connectionFuture) {
        try {
            Connection connection = dataSource.getConnection();
            if (!connectionFuture.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException | Error failure) {
            connectionFuture.completeExceptionally(failure);
        }
    }

    private static SQLException unwrapFailure(ExecutionException executionFailure) {
        Throwable failure = executionFailure.getCause();
        if (failure instanceof RuntimeException runtimeException) {
            throw runtimeException;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof SQLException sqlFailure ? sqlFailure : new SQLException(executionFailure);
    }
}
