package dev.cairn.internal.ledger;

import dev.cairn.upgrade.MigrationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Releases the ledger if the process is shut down during a run. A run that waits stops when it is interrupted, and
 * releases the ledger itself; one that waits for the answer of the server does not notice. A server that can't be reached, or does
 * not answer, delays the shutdown by a few seconds at most: then the next run waits for the lease.
 */
public final class ShutdownRelease implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** How long a run that was interrupted may take to release the ledger itself. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** How long the server may take for a release. */
    private static final long RELEASE_MILLIS = 5_000;

    private final HeldLedger heldLedger;
    private final Transition pending;
    private final Thread runThread = Thread.currentThread();
    private final CountDownLatch endLatch = new CountDownLatch(1);
    private final Thread shutdownHook = new Thread(this::release, "cairn-shutdown");

    private ShutdownRelease(HeldLedger heldLedger, Transition pending) {
        this.heldLedger = heldLedger;
        this.pending = pending;
    }

    /**
     * Prepares for a shutdown until it is closed, on the thread of the run.
     *
     * @param pending the change to write with the release
     */
    public static ShutdownRelease register(HeldLedger heldLedger, Transition pending) {
        ShutdownRelease release = new ShutdownRelease(heldLedger, pending);
        Runtime.getRuntime().addShutdownHook(release.shutdownHook);
        return release;
    }

    private void release() {
        heldLedger.giveUpWaiting();
        runThread.interrupt();
        try {
            if (!endLatch.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                // Another thread may hold the lock while it waits for an answer.
                Thread releasing = new Thread(this::releaseIfHeld, "cairn-release");
                releasing.setDaemon(true);
                releasing.start();
                releasing.join(RELEASE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseIfHeld() {
        try {
            heldLedger.releaseIfHeld(pending);
        } catch (MigrationException failure) {
            LOG.log(Level.WARNING, "The ledger can't be released: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        endLatch.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            LOG.log(Level.DEBUG, "The process is shutting down", shuttingDown);
        }
    }
}
