package dev.cairn.data;

import dev.cairn.data.CallObservers.ObservedCall;
import dev.cairn.internal.connection.SqlLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Closes the statement, releases its connection, logs the statement, and completes the call, once. */
final class ConnectionRelease implements AutoCloseable {
    private final ConnectionSource connections;
    private final Connection connection;
    private final SqlLog log;
    private @Nullable Statement statement;
    private @Nullable ObservedCall call;
    private @Nullable Exception failure;
    private long rows;
    private boolean logged;
    private boolean isReleased;

    ConnectionRelease(ConnectionSource connections, Connection connection, SqlLog log) {
        this.connections = connections;
        this.connection = connection;
        this.log = log;
    }

    /** Counts a row that was read. */
    void read() {
        rows++;
    }

    /** Logs that the statement, or reading its rows, failed. */
    void logFailure(Exception refusal) {
        if (!logged) {
            log.logFailure(refusal);
            logged = true;
        }
        unreadable(refusal);
    }

    /** Remembers that a row could not be read, for the end of the call. */
    void unreadable(Exception reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Makes the end of the stream the end of a call. */
    void completes(ObservedCall streamed) {
        call = streamed;
    }

    void releaseAfter(Statement last) {
        statement = last;
    }

    @Override
    public void close() {
        if (isReleased) {
            return;
        }
        isReleased = true;
        if (!logged) {
            log.logAnswer(rows);
        }
        try {
            try {
                // The driver reads the rest of the rows, so that the connection can be used again.
                if (statement != null) {
                    statement.close();
                }
            } finally {
                connections.release(connection);
            }
        } catch (SQLException broken) {
            FailedStatementException refusal = new FailedStatementException(broken);
            unreadable(refusal);
            throw refusal;
        } finally {
            complete();
        }
    }

    private void complete() {
        if (call != null && failure != null) {
            call.failed(failure);
        } else if (call != null) {
            call.succeeded(rows);
        }
    }
}
