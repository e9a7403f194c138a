package dev.cairn.tooling.recording;

/** Nothing can be recorded or moved, and nothing was written. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What somebody can do about it. */
    public enum Reason {
        /** The call says something that can't be meant: a name that names nothing, a schema that is not there. */
        USAGE,
        /** Something is wrong with the sources; the message says where. */
        SOURCES,
        /** Somebody has to agree to what the migration does. */
        CONSENT,
        /** No statements of StarRocks lead to what the records say. */
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
