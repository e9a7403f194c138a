package dev.cairn.data;

import dev.cairn.data.Refresher.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one refresh, on a schedule and on request. At most one is active at a time, and all requests that arrive during a run
 * share the next one.
 */
final class RefreshRuns {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RefreshRequest refresh;
    private final ScheduledExecutorService scheduler;
    private final Listener listener;
    /** The future of the run that has been requested and has not begun. */
    private @Nullable CompletableFuture<RefreshRequest.Outcome> pending;

    /** The thread of the active run. */
    private @Nullable Thread runner;
    /** The next run of the schedule. */
    private @Nullable Future<?> next;

    private @Nullable Duration delay;
    private boolean closed;

    RefreshRuns(RefreshRequest refresh, ScheduledExecutorService scheduler, Listener listener) {
        this.refresh = refresh;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** Requests a run that has not started yet; see {@link Refresher.Trigger#request}. */
    synchronized CompletableFuture<RefreshRequest.Outcome> request() {
        if (closed) {
            throw new IllegalStateException("The refresher of " + refresh.name() + " is closed");
        }
        CompletableFuture<RefreshRequest.Outcome> run = pending == null ? new CompletableFuture<>() : pending;
        if (pending == null) {
            add(run);
        }
        return run.copy();
    }

    private void add(CompletableFuture<RefreshRequest.Outcome> run) {
        pending = run;
        if (runner == null) {
            submit(run);
        }
    }

    private void submit(CompletableFuture<RefreshRequest.Outcome> run) {
        try {
            scheduler.execute(this::run);
        } catch (RejectedExecutionException stopped) {
            pending = null;
            run.completeExceptionally(stopped);
            report(() -> listener.failed(refresh.name(), stopped));
        }
    }

    private void run() {
        CompletableFuture<RefreshRequest.Outcome> current = begin();
        if (current == null) {
            return;
        }
        try {
            RefreshRequest.Outcome outcome = refresh.await();
            report(() -> listener.refreshed(outcome));
            end();
            current.complete(outcome);
        } catch (Throwable failure) { // an Error, too, must reach those that wait for the future
            report(() -> listener.failed(refresh.name(), failure));
            end();
            current.completeExceptionally(failure);
        }
    }

    private void report(Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A refresh listener failed for " + refresh.name(), failure);
        }
    }

    private synchronized @Nullable CompletableFuture<RefreshRequest.Outcome> begin() {
        CompletableFuture<RefreshRequest.Outcome> current = pending;
        if (current != null) {
            pending = null;
            runner = Thread.currentThread();
        }
        return current;
    }

    private synchronized void end() {
        runner = null;
        if (pending != null) {
            submit(pending);
        } else if (delay != null && !closed) {
            schedule(delay);
        }
        notifyAll();
    }

    /** Requests a run now, and another one each time this delay has passed since the end of the last run. */
    synchronized void repeat(Duration newDelay) {
        delay = newDelay;
        requestIfNone();
    }

    private synchronized void requestIfNone() {
        if (pending == null && !closed) {
            add(new CompletableFuture<>());
        }
    }

    private void schedule(Duration time) {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = scheduler.schedule(this::requestIfNone, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            report(() -> listener.failed(refresh.name(), stopped));
        }
    }

    /** Starts no further runs, and completes the future of a pending run with a {@link CancellationException}. */
    void close() {
        CompletableFuture<RefreshRequest.Outcome> cancelled;
        synchronized (this) {
            closed = true;
            cancelled = pending;
            pending = null;
            if (next != null) {
                next.cancel(false);
            }
        }
        if (cancelled != null) {
            cancelled.completeExceptionally(
                    new CancellationException("the refresher was closed before " + refresh.name() + " was refreshed"));
        }
    }

    /** Waits until no run is active. Returns at once if the active run is on the calling thread. */
    synchronized void awaitIdle() throws InterruptedException {
        while (runner != null && runner != Thread.currentThread()) {
            wait();
        }
    }
}
