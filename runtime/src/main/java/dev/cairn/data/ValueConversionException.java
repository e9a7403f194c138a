package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value can't be converted: the Java type can't represent a value that is read, or a value to be written
 * does not fit its column or can't be sent at all. The statement of a value that does not fit was not sent; a bulk load
 * with such a value fails as a whole. The message names the column and the row, or the parameter and the method.
 */
public final class ValueConversionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception for a value of a row.
     *
     * @param rowNumber the number of the row, counted from 1
     */
    ValueConversionException(String column, long rowNumber, String reason) {
        this(column, rowNumber, reason, null);
    }

    /**
     * Creates the exception for a value of a row.
     *
     * @param rowNumber the number of the row, counted from 1
     * @param cause the exception of the conversion or of the driver; null if no exception caused this one
     */
    ValueConversionException(String column, long rowNumber, String reason, @Nullable Throwable cause) {
        super(column + " in row " + rowNumber + ": " + reason, cause);
    }

    ValueConversionException(String message) {
        super(message);
    }
}
