package dev.cairn.internal.link;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The server answered, and its answer was no. Nothing was changed, unless the reason passes ({@link #passing}) and the statement may
 * have run.
 */
public final class ServerRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int DENIED = 5203;

    private final int number;
    private final String words;

    ServerRefusalException(SQLException cause) {
        super(cause);
        this.number = cause.getErrorCode();
        this.words = DriverMessage.of(cause.getMessage());
    }

    /** The server's error number. 1064 says no more than the words do. */
    public int number() {
        return number;
    }

    /** Whether the reason passes, and which it is. */
    public Optional<TransientError> passing() {
        return TransientError.of(number, words);
    }

    /** Whether the user lacks a privilege; the words name it. */
    public boolean isDenied() {
        return number == DENIED;
    }

    /** The server's own words. */
    public String words() {
        return words;
    }

    /** {@code 1064: Getting analyzing error …} */
    @Override
    public String getMessage() {
        return number + ": " + words;
    }
}
