package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** The database is not where the application needs it to be. */
public final class NotCurrentException extends MigrationException {
    private static final long serialVersionUID = 1;

    public NotCurrentException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public NotCurrentException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
