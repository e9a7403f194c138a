package dev.cairn.internal.ledger;

import java.time.Duration;

/**
 * Options for holding the ledger.
 *
 * @param lease how long an owner may be silent before another migrator takes over. The owner sends a heartbeat every
 *     fifth of the lease and stops if it has failed to do so for half of it
 * @param patience how long to wait for another owner
 */
public record LedgerOptions(Duration lease, Duration patience) {
    /** The default: a lease of 30 seconds and a patience of ten minutes. */
    public static final LedgerOptions DEFAULT = new LedgerOptions(Duration.ofSeconds(30), Duration.ofMinutes(10));

    public LedgerOptions {
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("The lease must be at least 100 ms: " + lease);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("No time: " + patience);
        }
    }
}
