package dev.cairn.embedded.log;

import java.time.Instant;

/**
 * A statement that was run, or refused, and what it came to.
 *
 * @param begun when the server turned to it, which a fault may have put off until long after its arrival
 * @param ended when it was done with it
 * @param errno of the refusal; 0 where it was taken
 * @param message of the refusal; empty where it was taken
 */
public record LoggedAnswer(LoggedStatement statement, Instant begun, Instant ended, int errno, String message) {
    public boolean isRefusal() {
        return errno != 0;
    }
}
