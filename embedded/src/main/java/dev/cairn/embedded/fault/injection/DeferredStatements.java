package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The statements that faults have deferred: statements whose connection was closed, and held loads. Each one runs
 * later, and at most once. This class is thread-safe.
 */
final class DeferredStatements implements AutoCloseable {
    private final Deque<Runnable> pendingStatements = new ArrayDeque<>();
    private @Nullable ScheduledExecutorService scheduler;
    private boolean isClosed;

    /** Returns the number of statements that have not run yet. */
    synchronized int countPending() {
        return pendingStatements.size();
    }

    /**
     * Adds a statement that runs after a delay; with {@link Fault.Deferral#ON_REQUEST}, it runs only when
     * {@link #runAllPending} is called. Does nothing after {@link #close}.
     */
    synchronized void add(Runnable statement, Duration delay) {
        if (isClosed) {
            return;
        }
        pendingStatements.addLast(statement);
        if (delay.compareTo(Fault.Deferral.ON_REQUEST) < 0) {
            Future<?> unused =
                    getScheduler().schedule(() -> runIfPending(statement), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Adds a held load unless the server is closed; returns whether the load was added. */
    synchronized boolean tryAddHeldLoad(HeldLoad heldLoad) {
        if (!isClosed) {
            pendingStatements.addLast(heldLoad);
        }
        return !isClosed;
    }

    /** Returns the scheduler, and creates it for the first delay. The caller must hold the lock of this object. */
    private ScheduledExecutorService getScheduler() {
        if (scheduler == null) {
            scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "cairn-embedded-deferred");
                thread.setDaemon(true);
                return thread;
            });
        }
        return scheduler;
    }

    private void runIfPending(Runnable statement) {
        if (remove(statement)) {
            statement.run();
        }
    }

    private synchronized boolean remove(Runnable statement) {
        return pendingStatements.remove(statement);
    }

    private synchronized @Nullable Runnable pollPending() {
        return pendingStatements.pollFirst();
    }

    /**
     * Runs all pending statements on the calling thread, in their order, and returns their number. No lock is held
     * while a statement runs.
     */
    int runAllPending() {
        int count = 0;
        for (Runnable statement = pollPending(); statement != null; statement = pollPending()) {
            statement.run();
            count++;
        }
        return count;
    }

    /** Discards the pending statements, and interrupts one that is running on a schedule. May be called again. */
    @Override
    public synchronized void close() {
        isClosed = true;
        for (Runnable statement : pendingStatements) {
            if (statement instanceof HeldLoad heldLoad) {
                heldLoad.discard();
            }
        }
        pendingStatements.clear();
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
    }
}
