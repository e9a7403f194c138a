package dev.cairn.internal.connection;

import dev.cairn.refusal.ServerError;
import dev.cairn.sql.token.RedactedSql;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * Thrown if the server refused a statement with an error. Nothing was changed, unless the error is transient
 * ({@link #transientError}) and the statement may have run.
 */
public final class ServerRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int errorNumber;
    private final String reason;

    /** Creates an exception without the secrets of the statement, which the server's message may repeat. */
    ServerRefusalException(SQLException cause, String sql) {
        super(redactCause(cause, RedactedSql.of(sql)));
        this.errorNumber = cause.getErrorCode();
        this.reason = DriverMessage.of(Objects.requireNonNull(getCause())).serverMessage();
    }

    private static SQLException redactCause(SQLException cause, RedactedSql redactedSql) {
        String message = cause.getMessage();
        if (message == null || redactedSql.redactMessage(message).equals(message)) {
            return cause;
        }
        SQLException redactedCause =
                new SQLException(redactedSql.redactMessage(message), cause.getSQLState(), cause.getErrorCode());
        redactedCause.setStackTrace(cause.getStackTrace());
        return redactedCause;
    }

    /** Returns the server's error number. 1064 is generic: only the message distinguishes the reasons. */
    public int errorNumber() {
        return errorNumber;
    }

    /** Returns the transient error; empty if the error is permanent. */
    public Optional<TransientError> transientError() {
        return TransientError.classify(errorNumber, reason);
    }

    /** Returns whether the user lacks a privilege; the server's message names it. */
    public boolean isAccessDenied() {
        return ErrorNumbers.isAccessDenied(errorNumber);
    }

    /** Returns whether the statement names a database that does not exist. */
    public boolean isUnknownDatabase() {
        return ErrorNumbers.isUnknownDatabase(errorNumber);
    }

    /** Returns whether the statement names a table or a view that does not exist, or a database that does not exist. */
    public boolean isUnknownObject() {
        return isUnknownDatabase() || errorNumber == ServerError.UNKNOWN_TABLE.errno();
    }

    /** Returns whether the statement names a variable that the server does not have. */
    public boolean isUnknownVariable() {
        return errorNumber == ServerError.UNKNOWN_VARIABLE.errno();
    }

    /** Throws this exception if the error is transient. Then the refusal says nothing about the statement itself. */
    public void rethrowIfTransient() {
        if (transientError().isPresent()) {
            throw this;
        }
    }

    /** Returns the server's message. */
    public String reason() {
        return reason;
    }

    /** Returns the number and the text of the error, such as {@code 1064: Getting analyzing error …}. */
    @Override
    public String getMessage() {
        return errorNumber + ": " + reason;
    }
}
