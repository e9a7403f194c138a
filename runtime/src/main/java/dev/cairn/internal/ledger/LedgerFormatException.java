package dev.cairn.internal.ledger;

/** A text is no state of a ledger, or one of a newer Cairn. */
public final class LedgerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    LedgerFormatException(String message) {
        super(message);
    }

    LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
