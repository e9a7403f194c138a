package dev.cairn.data;

import java.sql.SQLException;

/** One of several INSERT statements failed: the rows of those before it are in the table. */
public final class IncompleteInsertException extends FailedStatementException {
    private static final long serialVersionUID = 1;

    private final long inserted;

    IncompleteInsertException(long inserted, SQLException cause) {
        super(
                cause.getErrorCode() + ": " + cause.getMessage() + " (the " + inserted
                        + " rows of the statements before are in the table)",
                cause);
        this.inserted = inserted;
    }

    /** How many rows were inserted before, in the order in which they were given. */
    public long inserted() {
        return inserted;
    }
}
