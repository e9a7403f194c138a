package dev.cairn.embedded.load;

/** Thrown if a row can't be read. The row is then filtered. */
final class UnparsableRowException extends Exception {
    private static final long serialVersionUID = 1;

    UnparsableRowException(String message) {
        super(message);
    }
}
