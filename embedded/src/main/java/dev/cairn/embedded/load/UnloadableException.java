package dev.cairn.embedded.load;

/** A load fails as a whole. The message is sent to the client. */
final class UnloadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnloadableException(String message) {
        super(message);
    }
}
