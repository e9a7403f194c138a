package dev.cairn.data;

/** A value that its column can't hold. Nothing of its statement was sent. */
public final class UnwritableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param row counted from 1 */
    UnwritableValueException(String column, long row, String reason) {
        super(column + " in row " + row + ": " + reason);
    }
}
