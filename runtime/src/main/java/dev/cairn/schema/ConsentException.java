package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** What would be done destroys data, or makes a table anew, and nobody agreed to it. */
public final class ConsentException extends MigrationException {
    private static final long serialVersionUID = 1;

    public ConsentException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public ConsentException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
