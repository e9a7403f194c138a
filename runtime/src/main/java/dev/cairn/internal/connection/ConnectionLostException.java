package dev.cairn.internal.connection;

import dev.cairn.internal.DurationFormatter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * Thrown if the connection was lost. It is unknown whether the server received the statement, has run it, or will still
 * run it.
 */
public final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(SQLException cause) {
        this(DriverMessage.of(cause).firstLine(), cause);
    }

    private ConnectionLostException(String message, SQLException cause) {
        super(message, cause);
    }

    /**
     * Creates the exception for a statement whose answer did not arrive.
     *
     * @param timeout the maximum time to wait for the answer
     */
    static ConnectionLostException ofMissingAnswer(SQLException cause, Duration timeout) {
        return ConnectionFailure.isCausedBy(cause, SocketTimeoutException.class)
                ? new ConnectionLostException(
                        "the server did not answer within " + DurationFormatter.format(timeout), cause)
                : new ConnectionLostException(cause);
    }

    /**
     * Returns whether a driver's exception reports a lost connection, rather than a refusal of the server. A refusal
     * never has the SQLSTATE of a lost connection, except for the error 1040 (too many connections), whose SQLSTATE
     * Connector/J replaces.
     */
    public static boolean isReportedBy(SQLException failure) {
        if (ErrorNumbers.isTooManyConnections(failure.getErrorCode())) {
            return false;
        }
        String sqlState = failure.getSQLState();
        return failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException
                || (sqlState != null && sqlState.startsWith("08"))
                || (failure.getErrorCode() == 0 && failure.getCause() instanceof IOException);
    }
}
