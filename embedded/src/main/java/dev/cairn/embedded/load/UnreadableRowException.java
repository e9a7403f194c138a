package dev.cairn.embedded.load;

/** Thrown if a row can't be read, so that it is filtered. */
final class UnreadableRowException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableRowException(String message) {
        super(message);
    }
}
