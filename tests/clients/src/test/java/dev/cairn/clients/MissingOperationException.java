package dev.cairn.clients;

/** A client does not have an operation, for the reason in the message. */
public final class MissingOperationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with the reason, which the table of docs/testing.md lists. */
    public MissingOperationException(String reason) {
        super(reason);
    }
}
