package dev.cairn.embedded.function;

import java.util.Optional;

/**
 * Thrown when a function refuses a value, with the message of the server, or when it fails unexpectedly. The message of
 * the exception passes through DuckDB, so it begins with a prefix that {@link #findServerMessage} removes.
 */
public final class FunctionEvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The prefix that marks the message within DuckDB's error message. */
    private static final String MESSAGE_PREFIX = "cairn refuses: ";

    /** The statement that defines the macro with which expressions of DuckDB refuse a value. */
    public static final String CREATE_REFUSE_MACRO_SQL =
            "CREATE MACRO sr_refuse(words) AS error('" + MESSAGE_PREFIX + "' || words);";

    /**
     * Creates the exception with the server's message, without the prefix. It has no stack trace, because only its
     * message passes through DuckDB.
     */
    public FunctionEvaluationException(String message) {
        super(MESSAGE_PREFIX + message, null, false, false);
    }

    /** Returns the exception for a function that has failed unexpectedly. */
    public static FunctionEvaluationException ofUnexpectedFailure(JavaFunction function) {
        return new FunctionEvaluationException("The embedded server failed to evaluate the function '"
                + function.starRocksName() + "' with these values");
    }

    /** Extracts the message from a DuckDB error; empty if the error does not contain a server message. */
    public static Optional<String> findServerMessage(String duckDbMessage) {
        int prefixIndex = duckDbMessage.indexOf(MESSAGE_PREFIX);
        return prefixIndex < 0
                ? Optional.empty()
                : Optional.of(duckDbMessage.substring(prefixIndex + MESSAGE_PREFIX.length()));
    }
}
