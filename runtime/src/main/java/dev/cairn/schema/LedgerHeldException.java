package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** Somebody else holds the ledger, and did not let it go in the time that one was ready to wait. */
public final class LedgerHeldException extends MigrationException {
    private static final long serialVersionUID = 1;

    public LedgerHeldException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public LedgerHeldException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
