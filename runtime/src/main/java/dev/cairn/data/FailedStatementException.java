package dev.cairn.data;

import dev.cairn.server.link.Lost;
import java.sql.SQLException;

/**
 * The server refused a statement, or was lost before it answered.
 *
 * <p>The cause is what the driver says.
 */
public class FailedStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final boolean lost;

    FailedStatementException(SQLException cause) {
        this(cause.getErrorCode() + ": " + cause.getMessage(), cause);
    }

    FailedStatementException(String message, SQLException cause) {
        super(message, cause);
        this.number = cause.getErrorCode();
        this.lost = Lost.isToldBy(cause);
    }

    /** The server's error number; 0 where it is not the server's word. */
    public final int number() {
        return number;
    }

    /** Whether the connection broke: then the server may have run the statement, or still will. */
    public final boolean isUncertain() {
        return lost;
    }
}
