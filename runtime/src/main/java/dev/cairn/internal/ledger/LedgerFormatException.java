package dev.cairn.internal.ledger;

/** Thrown if a text is not a state of a ledger, or was written by a newer version of Cairn. */
public final class LedgerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    LedgerFormatException(String message) {
        super(message);
    }

    LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
