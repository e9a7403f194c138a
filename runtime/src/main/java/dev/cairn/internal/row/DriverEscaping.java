package dev.cairn.internal.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Checks how a driver escapes texts. With {@code NO_BACKSLASH_ESCAPES} in the {@code sql_mode} that a session begins
 * with, Connector/J sends a text with a quote, a backslash or a line break as a binary literal. StarRocks does not know
 * this mode, and stores another text for such a literal.
 */
public final class DriverEscaping {
    /** A statement without a parameter, unless its backslash does not escape the quote after it. */
    private static final String PROBE = "SET '\\' ? '";

    private DriverEscaping() {}

    /**
     * Requires that the driver reads and writes backslashes in texts as escapes, like the server. Nothing is sent:
     * Connector/J prepares a SET itself, even if the server prepares other statements. The answer is the same for all
     * statements of a session, but it is not kept, because the session behind a connection of a pool is not known. The
     * probe takes about 10 microseconds.
     *
     * @throws SQLException if the driver does not
     */
    public static void requireBackslashEscapes(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDriverName().startsWith("MySQL")) {
            return;
        }
        try (PreparedStatement probe = connection.prepareStatement(PROBE)) {
            if (probe.getParameterMetaData().getParameterCount() > 0) {
                throw new SQLException(
                        "The session began with NO_BACKSLASH_ESCAPES in its sql_mode, for which Connector/J"
                                + " sends texts in a form that StarRocks reads as other texts; the statement was not sent."
                                + " Remove the mode from the global sql_mode or from the properties of the user, or add"
                                + " sessionVariables=sql_mode='ONLY_FULL_GROUP_BY' to the URL");
            }
        }
    }
}
