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
    private boolean isLogged;
    private boolean isReleased;

    ConnectionRelease(ConnectionSource connections, Connection connection, SqlLog log) {
        this.connections = connections;
        this.connection = connection;
        this.log = log;
    }

    /** Counts a row that was read. */
    void countRow() {
        rows++;
    }

    /** Logs that the statement, or reading its rows, failed. */
    void logFailure(Exception refusal) {
        if (!isLogged) {
            log.logFailure(refusal);
            isLogged = true;
        }
        recordFailure(refusal);
    }

    /** Remembers that a row could not be read, for the end of the call. */
    void recordFailure(Exception reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Makes the end of the stream the end of a call. */
    void completeOnClose(ObservedCall streamCall) {
        call = streamCall;
    }

    void releaseAfter(Statement lastStatement) {
        statement = lastStatement;
    }

    @Override
    public void close() {
        if (isReleased) {
            return;
        }
        isReleased = true;
        if (!isLogged) {
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
        } catch (SQLException closeFailure) {
            FailedStatementException statementFailure = new FailedStatementException(closeFailure);
            recordFailure(statementFailure);
            throw statementFailure;
        } finally {
            completeCall();
        }
    }

    private void completeCall() {
        if (call != null && failure != null) {
            call.failed(failure);
        } else if (call != null) {
            call.succeeded(rows);
        }
    }
}
