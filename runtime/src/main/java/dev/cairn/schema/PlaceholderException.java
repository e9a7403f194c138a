package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** A placeholder has no value, and no fallback. */
public final class PlaceholderException extends MigrationException {
    private static final long serialVersionUID = 1;

    public PlaceholderException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public PlaceholderException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
