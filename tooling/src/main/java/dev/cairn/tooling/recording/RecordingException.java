package dev.cairn.tooling.recording;

/** A migration can't be recorded or moved. Nothing was written. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** The kinds of remedies. */
    public enum Reason {
        /** The arguments are wrong, such as the name of a schema that does not exist. */
        USAGE,
        /** The sources have errors; the message names their places. */
        SOURCES,
        /** Consent to the effects of the migration is required. */
        CONSENT,
        /** StarRocks has no statements for the change. */
        IMPOSSIBLE,
        /** A file can't be read or written. */
        FILES
    }

    RecordingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RecordingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
