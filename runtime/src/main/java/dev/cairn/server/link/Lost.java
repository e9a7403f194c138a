package dev.cairn.server.link;

import java.sql.SQLException;

/** The connection broke. Whether the server got the statement, and whether it ran it or still will, is not known. */
public final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
