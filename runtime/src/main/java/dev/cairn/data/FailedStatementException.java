package dev.cairn.data;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.TransientError;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Thrown if the server refused a statement, or if the connection broke before the server answered.
 *
 * <p>The cause is the exception of the driver.
 */
public class FailedStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final boolean isUncertain;

    FailedStatementException(SQLException cause) {
        this(cause.getErrorCode() + ": " + cause.getMessage(), cause);
    }

    FailedStatementException(String message, SQLException cause) {
        super(message, cause);
        this.number = cause.getErrorCode();
        this.isUncertain = ConnectionLostException.isReportedBy(cause)
                || TransientError.classify(cause.getErrorCode(), String.valueOf(cause.getMessage()))
                        .equals(Optional.of(TransientError.LEADER_LOST));
    }

    /** Returns the server's error number; 0 if the error does not come from the server. */
    public final int number() {
        return number;
    }

    /**
     * Returns whether the outcome is unknown: the server may have run the statement, or may still run it. This is the
     * case if the connection broke, or if a frontend forwarded the statement to the leader and received no answer.
     */
    public final boolean isUncertain() {
        return isUncertain;
    }
}
