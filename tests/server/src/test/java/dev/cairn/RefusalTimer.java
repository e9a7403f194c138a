package dev.cairn;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Measures the time for which the statements of one client are refused. */
final class RefusalTimer {
    private long firstRefusalNanos;
    private volatile long maxMillis;

    long maxMillis() {
        return maxMillis;
    }

    /** Records that a statement was refused, and waits two milliseconds so that the client does not retry at once. */
    void recordRefusal() {
        firstRefusalNanos = firstRefusalNanos == 0 ? System.nanoTime() : firstRefusalNanos;
        LockSupport.parkNanos(2_000_000);
    }

    void recordSuccess() {
        if (firstRefusalNanos != 0) {
            maxMillis = Math.max(maxMillis, (System.nanoTime() - firstRefusalNanos) / 1_000_000);
            firstRefusalNanos = 0;
        }
    }

    /** Returns whether the message of a refusal says that the table does not exist. */
    static boolean isUnknownTable(String message) {
        return Stream.of("Unknown table", "unknown table", "not exist", "not found")
                .anyMatch(message::contains);
    }
}
