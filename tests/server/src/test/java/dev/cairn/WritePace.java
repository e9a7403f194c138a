package dev.cairn;

import dev.cairn.random.Breadth;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides when the writers of a test may write: all the time, or in batches with pauses between them. In the long form
 * of the tests, they write as fast as they can. In the short form, the statements of the rebuild are their clock, and
 * each statement allows a few writes.
 */
final class WritePace {
    private static final int WRITES_PER_STATEMENT = 3;
    private static final int MAX_WRITES_AHEAD = 12;
    private static final int MILLIS_PER_STATEMENT = 5;

    private final Semaphore writePermits = new Semaphore(MAX_WRITES_AHEAD);
    private final AtomicLong sentCount = new AtomicLong();
    private final boolean isUninterrupted;
    private volatile int batchMillis = 20;
    private volatile boolean isPaused;

    WritePace(boolean isUninterrupted) {
        this.isUninterrupted = isUninterrupted;
    }

    /**
     * Lets the writers pause longer.
     *
     * @param mustStop whether they pause until {@link #resumeWriters}
     */
    void lengthenPauses(boolean mustStop) {
        batchMillis *= 3;
        isPaused = mustStop;
    }

    /** Lets the writers pause, and waits until they do. */
    void pauseWriters(List<TwinWriter> writers) {
        isPaused = true;
        while (writers.stream().anyMatch(writer -> writer.isWriting())) {
            Thread.onSpinWait();
        }
    }

    void resumeWriters() {
        isPaused = false;
    }

    private boolean isWritingTime() {
        // All writers pause at the same time.
        return !isPaused && (isUninterrupted || elapsedMillis() % (batchMillis * 10L) < batchMillis);
    }

    private long elapsedMillis() {
        return Breadth.isLong() ? System.nanoTime() / 1_000_000 : sentCount.get() * MILLIS_PER_STATEMENT;
    }

    /** Allows a few more writes, because the rebuild is about to send a statement. */
    void allowWrites() {
        sentCount.incrementAndGet();
        writePermits.release(
                Math.max(0, Math.min(WRITES_PER_STATEMENT, MAX_WRITES_AHEAD - writePermits.availablePermits())));
    }

    /** Returns whether a writer may write now. */
    boolean mayWrite() {
        return isWritingTime() && (Breadth.isLong() || writePermits.tryAcquire());
    }
}
