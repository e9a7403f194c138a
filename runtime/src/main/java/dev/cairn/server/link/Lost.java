package dev.cairn.server.link;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** The connection broke. Whether the server got the statement, and whether it ran it or still will, is not known. */
public final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(SQLException cause) {
        super(DriverWords.first(cause.getMessage()), cause);
    }

    /** Whether a driver's exception says so. The server's own refusals never have any of these. */
    public static boolean isToldBy(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException
                || (state != null && state.startsWith("08"))
                || (failure.getErrorCode() == 0 && failure.getCause() instanceof IOException);
    }
}
