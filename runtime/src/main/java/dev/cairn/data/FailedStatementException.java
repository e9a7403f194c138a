package dev.cairn.data;

import dev.cairn.internal.connection.ConnectionLostException;
import java.sql.SQLException;

/**
 * Thrown if the server refused a statement, or if the connection broke before the server answered.
 *
 * <p>The cause is the exception of the driver.
 */
public class FailedStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final boolean isConnectionLost;

    FailedStatementException(SQLException cause) {
        this(cause.getErrorCode() + ": " + cause.getMessage(), cause);
    }

    FailedStatementException(String message, SQLException cause) {
        super(message, cause);
        this.number = cause.getErrorCode();
        this.isConnectionLost = ConnectionLostException.isReportedBy(cause);
    }

    /** Returns the server's error number; 0 if the error does not come from the server. */
    public final int number() {
        return number;
    }

    /**
     * Returns whether the connection broke. In this case the outcome is unknown: the server may have run the statement,
     * or may still run it.
     */
    public final boolean isUncertain() {
        return isConnectionLost;
    }
}
