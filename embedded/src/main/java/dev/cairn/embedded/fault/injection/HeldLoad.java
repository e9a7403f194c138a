package dev.cairn.embedded.fault.injection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/** A load that is held between its begin and its commit, or another statement before its answer, until it is run late. */
final class HeldLoad implements Runnable {
    private final DeferredStatements deferred;
    private final CountDownLatch heldOrEnded = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean discarded;

    HeldLoad(DeferredStatements deferredStatements) {
        this.deferred = deferredStatements;
    }

    /**
     * Waits for the release; called by the thread of the load when the load has begun.
     *
     * @throws CancellationException if the load shall not be committed, because the server is closed
     */
    void hold() {
        if (!deferred.hold(this)) {
            throw new CancellationException("The server is closed");
        }
        heldOrEnded.countDown();
        await(released);
        if (discarded) {
            throw new CancellationException("The server is closed");
        }
    }

    /** Returns whether {@link #hold()} was called. */
    boolean wasHeld() {
        return heldOrEnded.getCount() == 0;
    }

    /** Records that the statement has ended. */
    void recordEnd() {
        heldOrEnded.countDown();
        ended.countDown();
    }

    /** Waits until the load is held, or has ended without a commit. */
    void awaitBegin() {
        await(heldOrEnded);
    }

    /** Releases the load, and waits until its statement has ended. */
    @Override
    public void run() {
        released.countDown();
        await(ended);
    }

    /** Releases the load without a commit. */
    void discard() {
        discarded = true;
        released.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hungUp) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }
}
