package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/** A value that is not what it is read as. */
public final class UnreadableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param row counted from 1 */
    UnreadableValueException(String column, long row, String reason, @Nullable Throwable cause) {
        super(column + " in row " + row + ": " + reason, cause);
    }
}
