package dev.cairn.internal.connection;

import java.sql.SQLException;

/** Thrown if no JDBC driver accepts the URL. */
public final class MissingDriverException extends SQLException {
    private static final long serialVersionUID = 1;
    private static final String NO_CONNECTION_SQLSTATE = "08001";

    private final String remedy;

    /** @param remedy a sentence that tells users which driver to add, or that the URL names no StarRocks server */
    MissingDriverException(String message, String remedy) {
        super(message, NO_CONNECTION_SQLSTATE);
        this.remedy = remedy;
    }

    /** Returns a sentence that tells users what to do. */
    public String remedy() {
        return remedy;
    }
}
