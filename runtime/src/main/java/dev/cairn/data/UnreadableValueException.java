package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value of a row can't be represented by the type that it is read as; the message names the column and the
 * row.
 */
public final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param row counted from 1 */
    UnreadableValueException(String column, long row, String reason, @Nullable Throwable cause) {
        super(column + " in row " + row + ": " + reason, cause);
    }
}
