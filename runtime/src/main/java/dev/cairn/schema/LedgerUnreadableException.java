package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** The ledger was written by a newer Cairn, or was changed by hand. */
public final class LedgerUnreadableException extends MigrationException {
    private static final long serialVersionUID = 1;

    public LedgerUnreadableException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public LedgerUnreadableException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
