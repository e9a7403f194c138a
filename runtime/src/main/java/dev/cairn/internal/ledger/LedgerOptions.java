package dev.cairn.internal.ledger;

import java.time.Duration;

/**
 * How the ledger is held.
 *
 * @param lease how long an owner may be silent before another takes over. It writes a sign of life in each fifth of it, and
 *     stops where it could not for half of it
 * @param patience how long to wait for another owner
 */
public record LedgerOptions(Duration lease, Duration patience) {
    /** A lease of 30 seconds; ten minutes of patience. */
    public static final LedgerOptions DEFAULT = new LedgerOptions(Duration.ofSeconds(30), Duration.ofMinutes(10));

    public LedgerOptions {
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("A lease of less than 100 ms: " + lease);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("No time: " + patience);
        }
    }
}
