package dev.cairn.embedded.fault.injection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/**
 * A load that is held between its start and its commit, or another statement that is held before its answer, until
 * {@link #run} releases it.
 */
final class HeldLoad implements Runnable {
    private final DeferredStatements deferredStatements;
    private final CountDownLatch holdOrEndLatch = new CountDownLatch(1);
    private final CountDownLatch releaseLatch = new CountDownLatch(1);
    private final CountDownLatch endLatch = new CountDownLatch(1);
    private volatile boolean isDiscarded;

    HeldLoad(DeferredStatements deferredStatements) {
        this.deferredStatements = deferredStatements;
    }

    /**
     * Waits for the release; called by the thread of the load when the load has begun.
     *
     * @throws CancellationException if the load must not be committed, because the server is closed or the thread was
     *     interrupted
     */
    void hold() {
        if (!deferredStatements.tryAddHeldLoad(this)) {
            throw new CancellationException("The server is closed");
        }
        holdOrEndLatch.countDown();
        await(releaseLatch);
        if (isDiscarded) {
            throw new CancellationException("The server is closed");
        }
    }

    /** Returns whether {@link #hold()} has held the statement. The result is meaningless after {@link #recordEnd()}. */
    boolean wasHeld() {
        return holdOrEndLatch.getCount() == 0;
    }

    /** Records that the statement has ended. */
    void recordEnd() {
        holdOrEndLatch.countDown();
        endLatch.countDown();
    }

    /**
     * Waits until the load is held, or its statement has ended without being held.
     *
     * @throws CancellationException if the thread is interrupted
     */
    void awaitHoldOrEnd() {
        await(holdOrEndLatch);
    }

    /**
     * Releases the load, and waits until its statement has ended.
     *
     * @throws CancellationException if the thread is interrupted
     */
    @Override
    public void run() {
        releaseLatch.countDown();
        await(endLatch);
    }

    /** Releases the load without a commit. */
    void discard() {
        isDiscarded = true;
        releaseLatch.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }
}
