package dev.cairn.embedded.log;

import java.time.Instant;

/**
 * The outcome of a statement that was run or refused.
 *
 * @param statement the statement
 * @param begun when the server began to run it; a fault may defer this until long after its arrival
 * @param ended when the server had run it
 * @param errno the error number; 0 if the statement succeeded
 * @param message the error message; empty if the statement succeeded
 */
public record LoggedAnswer(LoggedStatement statement, Instant begun, Instant ended, int errno, String message) {
    /** Returns whether the statement was refused. */
    public boolean isRefusal() {
        return errno != 0;
    }
}
