package dev.cairn.embedded.load;

/** Thrown if a row can't be read. The row is then filtered. */
final class UnreadableRowException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableRowException(String message) {
        super(message);
    }
}
