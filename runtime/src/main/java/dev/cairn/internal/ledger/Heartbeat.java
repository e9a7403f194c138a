package dev.cairn.internal.ledger;

import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Renews the owner's lease from a separate thread until it is closed, or until the ledger is lost or can't be written
 * for another reason than a server that can't be reached. A failure is only logged: the owner detects the loss at its
 * next transition. While the work is stuck, no heartbeats are sent, so another migrator can take over the ledger.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts the thread. It checks ten times per lease whether a heartbeat is due.
     *
     * @param pendingTransition the change that each heartbeat writes
     * @param stuckReasonSupplier supplies why the work is stuck, or empty if it makes progress; while it is stuck, no
     *     heartbeats are sent
     */
    static Heartbeat start(
            HeldLedger heldLedger,
            LedgerTransition pendingTransition,
            OptionValues options,
            Ticker ticker,
            Supplier<Optional<String>> stuckReasonSupplier) {
        Duration checkInterval = options.get(MigratorOption.LEASE).dividedBy(10);
        Thread thread = DaemonThread.create(
                () -> sendUntilClosed(heldLedger, pendingTransition, checkInterval, ticker, stuckReasonSupplier),
                "cairn-heartbeat");
        thread.start();
        return new Heartbeat(thread);
    }

    private static void sendUntilClosed(
            HeldLedger heldLedger,
            LedgerTransition pendingTransition,
            Duration checkInterval,
            Ticker ticker,
            Supplier<Optional<String>> stuckReasonSupplier) {
        String previousSuspensionReason = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ticker.sleep(checkInterval);
                String suspensionReason =
                        stuckReasonSupplier.get().orElseGet(() -> sendIfDue(heldLedger, pendingTransition));
                if (!suspensionReason.isEmpty() && previousSuspensionReason.isEmpty()) {
                    LOG.log(Level.WARNING, () -> "The heartbeat is suspended: " + suspensionReason);
                }
                previousSuspensionReason = suspensionReason;
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        } catch (MigrationException failure) {
            LOG.log(Level.WARNING, "The heartbeat has failed: " + failure.getMessage());
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "The heartbeat has failed unexpectedly, and the lease will expire", failure);
        }
    }

    /**
     * Sends a heartbeat if one is due. Returns why the server could not be reached, or an empty string; the next
     * heartbeat may reach it again.
     */
    private static String sendIfDue(HeldLedger heldLedger, LedgerTransition pendingTransition) {
        try {
            heldLedger.sendHeartbeat(pendingTransition);
            return "";
        } catch (ServerUnreachableException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    /** Waits until the thread has ended. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Ends the thread, without waiting for a heartbeat that is being sent. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
