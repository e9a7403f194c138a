package dev.cairn.internal.ledger;

import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.ShutdownHook;
import dev.cairn.upgrade.MigrationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Releases the ledger if the process is shut down during a run. A run that pauses is interrupted, and releases the
 * ledger itself; a run that waits for an answer of the server does not notice the interruption. A server that can't be
 * reached, or does not answer, delays the shutdown by a few seconds at most; the next run then waits until the lease
 * expires.
 */
public final class LedgerShutdownHook implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** The maximum time in which an interrupted run may release the ledger itself. */
    private static final long MAX_RUN_END_MILLIS = 2_000;

    /** The maximum time that the server may take for a release. */
    private static final long MAX_RELEASE_MILLIS = 5_000;

    private final HeldLedger heldLedger;
    private final LedgerTransition pendingTransition;
    private final Thread runThread = Thread.currentThread();
    private final CountDownLatch closedLatch = new CountDownLatch(1);
    private final ShutdownHook shutdownHook;

    private LedgerShutdownHook(HeldLedger heldLedger, LedgerTransition pendingTransition) {
        this.heldLedger = heldLedger;
        this.pendingTransition = pendingTransition;
        this.shutdownHook = ShutdownHook.register(this::releaseOnShutdown, "cairn-shutdown");
    }

    /**
     * Registers the hook until it is closed. Must be called on the thread of the run.
     *
     * @param pendingTransition the change to write with the release
     */
    public static LedgerShutdownHook register(HeldLedger heldLedger, LedgerTransition pendingTransition) {
        return new LedgerShutdownHook(heldLedger, pendingTransition);
    }

    private void releaseOnShutdown() {
        heldLedger.giveUpWaiting();
        runThread.interrupt();
        try {
            if (!closedLatch.await(MAX_RUN_END_MILLIS, TimeUnit.MILLISECONDS)) {
                // Another thread may hold the lock while it waits for an answer.
                Thread releaseThread = DaemonThread.create(this::releaseIfHeld, "cairn-release");
                releaseThread.start();
                releaseThread.join(MAX_RELEASE_MILLIS);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseIfHeld() {
        try {
            heldLedger.releaseIfHeld(pendingTransition);
        } catch (MigrationException failure) {
            LOG.log(Level.WARNING, "The ledger can't be released: " + failure.getMessage());
        }
    }

    /** Removes the hook. If the process is shutting down already, the hook no longer waits for the end of the run. */
    @Override
    public void close() {
        closedLatch.countDown();
        shutdownHook.close();
    }
}
