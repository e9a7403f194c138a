package dev.cairn.upgrade;

/**
 * The work on at least one of several databases failed, or was skipped. The suppressed exceptions are the failures, in
 * the order of the databases.
 */
public final class FleetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An exception with a message that names the databases. */
    public FleetException(String message) {
        super(message);
    }
}
