package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The statements of late faults, whose connections are closed, and the held loads. They run later, at most once. */
final class DeferredStatements implements AutoCloseable {
    private final Deque<Runnable> pendingStatements = new ArrayDeque<>();
    private final List<Future<?>> scheduledRuns = new ArrayList<>();
    private @Nullable ScheduledExecutorService scheduler;
    private boolean isClosed;

    synchronized int size() {
        return pendingStatements.size();
    }

    synchronized void add(Runnable statement, Duration delay) {
        if (isClosed) {
            return;
        }
        pendingStatements.addLast(statement);
        if (delay.compareTo(Fault.Deferral.ON_REQUEST) < 0) {
            scheduledRuns.removeIf(Future::isDone);
            scheduledRuns.add(
                    startScheduler().schedule(() -> runIfPending(statement), delay.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** Adds a held load; returns false if the server is closed. */
    synchronized boolean addHeldLoad(HeldLoad load) {
        if (!isClosed) {
            pendingStatements.addLast(load);
        }
        return !isClosed;
    }

    private ScheduledExecutorService startScheduler() {
        if (scheduler == null) {
            scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "cairn-embedded-late");
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

    private synchronized @Nullable Runnable pollFirst() {
        return pendingStatements.pollFirst();
    }

    int runAll() {
        int count = 0;
        for (Runnable statement = pollFirst(); statement != null; statement = pollFirst()) {
            statement.run();
            count++;
        }
        return count;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (Runnable statement : pendingStatements) {
            if (statement instanceof HeldLoad load) {
                load.discard();
            }
        }
        pendingStatements.clear();
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
    }
}
