package dev.cairn.internal.ledger;

/** Thrown if a string is not the text of a ledger state, or was written by a newer version of Cairn. */
public final class LedgerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final boolean isOfNewerFormat;

    LedgerFormatException(String message) {
        super(message);
        this.isOfNewerFormat = false;
    }

    private LedgerFormatException(String message, boolean isOfNewerFormat) {
        super(message);
        this.isOfNewerFormat = isOfNewerFormat;
    }

    LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
        this.isOfNewerFormat = false;
    }

    /** Creates the exception for a well-formed text with an element that only a newer version of Cairn knows. */
    static LedgerFormatException ofNewerFormat(String message) {
        return new LedgerFormatException(message, true);
    }

    /** Returns whether a newer version of Cairn wrote the text; otherwise it is damaged. */
    boolean isOfNewerFormat() {
        return isOfNewerFormat;
    }
}
