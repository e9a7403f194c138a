package dev.cairn.internal.link;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Opens a connection within a timeout. A connection has no timeout before it exists, and a third-party data source may
 * wait forever for a silent server. So the data source is called on its own thread.
 */
final class ConnectionOpener {
    private ConnectionOpener() {}

    static Connection of(DataSource source, Duration limit) throws SQLException {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> open(source, opened), "cairn-connect");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opened.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interruption) {
                    interrupted = true; // a connection that is opened must not leak
                } catch (TimeoutException late) {
                    opened.completeExceptionally(
                            new SQLTransientConnectionException("no connection within " + limit.toSeconds() + " s"));
                } catch (ExecutionException failure) {
                    throw rethrown(failure);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void open(DataSource source, CompletableFuture<Connection> opened) {
        try {
            Connection connection = source.getConnection();
            if (!opened.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException | Error failure) {
            opened.completeExceptionally(failure);
        }
    }

    private static SQLException rethrown(ExecutionException ended) {
        Throwable failure = ended.getCause();
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof SQLException known ? known : new SQLException(ended);
    }
}
