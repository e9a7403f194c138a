package dev.cairn.data;

import java.sql.SQLException;

/** Thrown if one of several INSERT statements failed; the rows of the earlier statements are in the table. */
public final class IncompleteInsertException extends FailedStatementException {
    private static final long serialVersionUID = 1;

    private final long insertedRows;

    IncompleteInsertException(long insertedRows, SQLException cause) {
        super(
                cause.getErrorCode() + ": " + cause.getMessage() + " (the " + insertedRows
                        + " rows of the earlier statements are in the table)",
                cause);
        this.insertedRows = insertedRows;
    }

    /**
     * Returns the number of rows inserted before the failure: they are the first rows, in the order in which they were
     * passed.
     */
    public long insertedRows() {
        return insertedRows;
    }
}
