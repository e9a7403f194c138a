package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** The server is not one that the schema is for, or the connection has selected no database of it. */
public final class WrongServerException extends MigrationException {
    private static final long serialVersionUID = 1;

    public WrongServerException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public WrongServerException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
