package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** Somebody else took the ledger over while this migrator held it: it was silent for a whole lease, or was released by hand. */
public final class LedgerLostException extends MigrationException {
    private static final long serialVersionUID = 1;

    public LedgerLostException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public LedgerLostException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
