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
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private final List<Future<?>> timers = new ArrayList<>();
    private @Nullable ScheduledExecutorService timer;
    private boolean closed;

    synchronized int size() {
        return deferred.size();
    }

    synchronized void add(Runnable statement, Duration delay) {
        if (closed) {
            return;
        }
        deferred.addLast(statement);
        if (delay.compareTo(Fault.Late.ON_REQUEST) < 0) {
            timers.removeIf(Future::isDone);
            timers.add(startTimer().schedule(() -> run(statement), delay.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** Adds a held load; returns false if the server is closed. */
    synchronized boolean hold(HeldLoad load) {
        if (!closed) {
            deferred.addLast(load);
        }
        return !closed;
    }

    private ScheduledExecutorService startTimer() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "cairn-embedded-late");
                thread.setDaemon(true);
                return thread;
            });
        }
        return timer;
    }

    private void run(Runnable statement) {
        if (remove(statement)) {
            statement.run();
        }
    }

    private synchronized boolean remove(Runnable statement) {
        return deferred.remove(statement);
    }

    private synchronized @Nullable Runnable pollFirst() {
        return deferred.pollFirst();
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
        closed = true;
        for (Runnable statement : deferred) {
            if (statement instanceof HeldLoad load) {
                load.discard();
            }
        }
        deferred.clear();
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
