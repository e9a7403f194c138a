package dev.cairn.upgrade;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the history of the database does not match that of the application, if an operation does not fit the state
 * that the ledger records, or if the records contain changes that no migration records.
 */
public final class HistoryException extends MigrationException {
    private static final long serialVersionUID = 1;

    /**
     * Creates an exception without a cause.
     *
     * @param where the place in the history of the schema
     * @param happened the problem, as a clause without a full stop
     * @param remedy what to do next, in one or more sentences
     */
    public HistoryException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param where the place in the history of the schema
     * @param happened the problem, as a clause without a full stop
     * @param remedy what to do next, in one or more sentences
     * @param cause the cause; may be null
     */
    public HistoryException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
