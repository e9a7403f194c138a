package dev.cairn.data;

/**
 * Thrown if a value does not fit its column, or can't be sent at all. Its statement was not sent; a bulk load with such a
 * value fails as a whole. The message names the column and the row, or the parameter and the method.
 */
public final class UnwritableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param row counted from 1 */
    UnwritableValueException(String column, long row, String reason) {
        this(column + " in row " + row + ": " + reason);
    }

    UnwritableValueException(String message) {
        super(message);
    }
}
