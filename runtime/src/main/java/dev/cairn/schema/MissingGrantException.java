package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** The user may not do what is needed; the message names the grants. */
public final class MissingGrantException extends MigrationException {
    private static final long serialVersionUID = 1;

    public MissingGrantException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public MissingGrantException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
