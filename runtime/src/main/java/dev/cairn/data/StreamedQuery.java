package dev.cairn.data;

import dev.cairn.data.CallObservers.ObservedCall;
import dev.cairn.internal.connection.SqlLogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A streamed query whose rows are being read. Closing it closes the statement, releases the connection, logs the
 * statement, and completes the call. Closing it a second time is a no-op.
 */
final class StreamedQuery implements AutoCloseable {
    private final ConnectionSource connectionSource;
    private final Connection connection;
    private final SqlLogEntry logEntry;
    private @Nullable Statement statement;
    private @Nullable ObservedCall call;
    private @Nullable Exception failure;
    private long rowCount;
    private boolean isLogged;
    private boolean isReleased;

    StreamedQuery(ConnectionSource connectionSource, Connection connection, SqlLogEntry logEntry) {
        this.connectionSource = connectionSource;
        this.connection = connection;
        this.logEntry = logEntry;
    }

    /** Counts a row that was read. */
    void countRow() {
        rowCount++;
    }

    /** Logs that the statement or the reading of its rows failed, unless it is logged already. */
    void logFailure(Exception newFailure) {
        if (!isLogged) {
            logEntry.logFailure(newFailure);
            isLogged = true;
        }
        recordFailure(newFailure);
    }

    /** Records the exception with which the call ends, unless an earlier one is recorded. */
    void recordFailure(Exception newFailure) {
        if (failure == null) {
            failure = newFailure;
        }
    }

    /** Ends the call when the stream is closed. */
    void completeOnClose(ObservedCall streamCall) {
        call = streamCall;
    }

    /** Sets the statement to close before the connection is released. */
    void setStatement(Statement streamedStatement) {
        statement = streamedStatement;
    }

    @Override
    @SuppressWarnings("try") // the release exists only to be closed
    public void close() {
        if (isReleased) {
            return;
        }
        isReleased = true;
        if (!isLogged) {
            logEntry.logAnswer(rowCount);
        }
        try {
            try (ConnectionSource.ConnectionRelease ignored = () -> connectionSource.release(connection)) {
                // The driver reads the remaining rows here; before that, the connection can't be used again.
                if (statement != null) {
                    statement.close();
                }
            }
        } catch (SQLException closeFailure) {
            FailedStatementException statementFailure = new FailedStatementException(closeFailure);
            recordFailure(statementFailure);
            throw statementFailure;
        } finally {
            completeCall();
        }
    }

    /** Closes the query after a failure. If closing fails, too, its exception is suppressed in that of the failure. */
    void closeAfterFailure(Throwable originalFailure) {
        try {
            close();
        } catch (FailedStatementException closeFailure) {
            if (closeFailure != originalFailure) {
                originalFailure.addSuppressed(closeFailure);
            }
        }
    }

    private void completeCall() {
        if (call != null && failure != null) {
            call.failed(failure);
        } else if (call != null) {
            call.succeeded(rowCount);
        }
    }
}
