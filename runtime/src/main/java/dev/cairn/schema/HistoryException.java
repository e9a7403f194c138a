package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** The history of the database and that of the application do not fit, or the records have changes that nobody recorded. */
public final class HistoryException extends MigrationException {
    private static final long serialVersionUID = 1;

    public HistoryException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public HistoryException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
