package dev.cairn.embedded.load;

/** Thrown if a load fails as a whole. The message is sent to the client. */
final class InvalidLoadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidLoadException(String message) {
        super(message);
    }
}
