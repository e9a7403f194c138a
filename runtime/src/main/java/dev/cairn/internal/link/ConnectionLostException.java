package dev.cairn.internal.link;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** The connection broke. Whether the server got the statement, and whether it ran it or still will, is not known. */
public final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int TOO_MANY_CONNECTIONS = 1040;

    ConnectionLostException(SQLException cause) {
        this(DriverMessage.first(cause.getMessage()), cause);
    }

    private ConnectionLostException(String message, SQLException cause) {
        super(message, cause);
    }

    /** @param limit how long the answer was waited for */
    static ConnectionLostException onTheWay(SQLException cause, Duration limit) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SocketTimeoutException) {
                return new ConnectionLostException(
                        "the server did not answer within " + limit.toSeconds() + " s", cause);
            }
        }
        return new ConnectionLostException(cause);
    }

    /**
     * Whether a driver's exception says so. The server's own refusals never have any of these, but for one: Connector/J gives the error
     * of a server with too many connections the SQLSTATE of a lost one, whatever SQLSTATE the server sent.
     */
    public static boolean isToldBy(SQLException failure) {
        if (failure.getErrorCode() == TOO_MANY_CONNECTIONS) {
            return false;
        }
        String state = failure.getSQLState();
        return failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException
                || (state != null && state.startsWith("08"))
                || (failure.getErrorCode() == 0 && failure.getCause() instanceof IOException);
    }
}
