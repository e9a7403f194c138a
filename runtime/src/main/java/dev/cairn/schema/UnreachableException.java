package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** No connection can be made, or one was lost and can't be made again. */
public final class UnreachableException extends MigrationException {
    private static final long serialVersionUID = 1;

    public UnreachableException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public UnreachableException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
