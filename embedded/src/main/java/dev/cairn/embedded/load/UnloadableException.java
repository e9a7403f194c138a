package dev.cairn.embedded.load;

/** A load fails as a whole, and this is what its client is told. */
final class UnloadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnloadableException(String message) {
        super(message);
    }
}
