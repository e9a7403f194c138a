package dev.cairn.internal.ledger;

/** Thrown if a text is not a state of a ledger, or was written by a newer version of Cairn. */
public final class LedgerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final boolean isNewer;

    LedgerFormatException(String message) {
        super(message);
        this.isNewer = false;
    }

    private LedgerFormatException(String message, boolean isNewer) {
        super(message);
        this.isNewer = isNewer;
    }

    LedgerFormatException(String message, Throwable cause) {
        super(message, cause);
        this.isNewer = false;
    }

    /** The text is well-formed, and contains what only a newer version of Cairn knows. */
    static LedgerFormatException ofNewerFormat(String message) {
        return new LedgerFormatException(message, true);
    }

    /** Returns whether a newer version of Cairn wrote the text; otherwise it is damaged. */
    boolean isNewer() {
        return isNewer;
    }
}
