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
 * Runs one refresh on a schedule and on request. At most one run is active at a time, and all requests that arrive
 * during a run share the next one.
 */
final class RefreshRuns {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RefreshRequest refresh;
    private final ScheduledExecutorService scheduler;
    private final Listener listener;
    /** The future of the run that has been requested and has not begun. */
    private @Nullable CompletableFuture<RefreshRequest.Outcome> pendingRun;

    /** The thread of the active run; null if no run is active. */
    private @Nullable Thread activeThread;
    /** The next run of the schedule. */
    private @Nullable Future<?> scheduledRun;

    /** The time between two runs of the schedule; null without a schedule. */
    private @Nullable Duration delay;

    private boolean isClosed;

    RefreshRuns(RefreshRequest refresh, ScheduledExecutorService scheduler, Listener listener) {
        this.refresh = refresh;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** Requests a run; see {@link Refresher.Trigger#request}. */
    synchronized CompletableFuture<RefreshRequest.Outcome> request() {
        if (isClosed) {
            throw new IllegalStateException("The refresher of " + refresh.name() + " is closed");
        }
        CompletableFuture<RefreshRequest.Outcome> run = pendingRun == null ? new CompletableFuture<>() : pendingRun;
        if (pendingRun == null) {
            addPendingRun(run);
        }
        return run.copy();
    }

    private void addPendingRun(CompletableFuture<RefreshRequest.Outcome> run) {
        pendingRun = run;
        if (activeThread == null) {
            submit(run);
        }
    }

    private void submit(CompletableFuture<RefreshRequest.Outcome> run) {
        try {
            scheduler.execute(this::runPending);
        } catch (RejectedExecutionException rejection) {
            pendingRun = null;
            run.completeExceptionally(rejection);
            notifyListener(() -> listener.failed(refresh.name(), rejection));
        }
    }

    private void runPending() {
        CompletableFuture<RefreshRequest.Outcome> activeRun = beginPendingRun();
        if (activeRun == null) {
            return;
        }
        try {
            RefreshRequest.Outcome outcome = refresh.await();
            notifyListener(() -> listener.refreshed(outcome));
            endRun();
            activeRun.complete(outcome);
        } catch (Throwable failure) { // an Error must also reach the threads that wait for the future
            notifyListener(() -> listener.failed(refresh.name(), failure));
            endRun();
            activeRun.completeExceptionally(failure);
        }
    }

    private void notifyListener(Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A refresh listener failed for " + refresh.name(), failure);
        }
    }

    private synchronized @Nullable CompletableFuture<RefreshRequest.Outcome> beginPendingRun() {
        CompletableFuture<RefreshRequest.Outcome> activeRun = pendingRun;
        if (activeRun != null) {
            pendingRun = null;
            activeThread = Thread.currentThread();
        }
        return activeRun;
    }

    private synchronized void endRun() {
        activeThread = null;
        if (pendingRun != null) {
            submit(pendingRun);
        } else if (delay != null && !isClosed) {
            schedule(delay);
        }
        notifyAll();
    }

    /** Requests a run now, and another one each time this delay has passed since the end of the last run. */
    synchronized void repeat(Duration newDelay) {
        delay = newDelay;
        requestIfNonePending();
    }

    private synchronized void requestIfNonePending() {
        if (pendingRun == null && !isClosed) {
            addPendingRun(new CompletableFuture<>());
        }
    }

    private void schedule(Duration waitTime) {
        if (scheduledRun != null) {
            scheduledRun.cancel(false);
        }
        try {
            scheduledRun = scheduler.schedule(this::requestIfNonePending, waitTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException rejection) {
            notifyListener(() -> listener.failed(refresh.name(), rejection));
        }
    }

    /** Starts no further runs, and completes the future of a pending run with a {@link CancellationException}. */
    void close() {
        CompletableFuture<RefreshRequest.Outcome> cancelledRun;
        synchronized (this) {
            isClosed = true;
            cancelledRun = pendingRun;
            pendingRun = null;
            if (scheduledRun != null) {
                scheduledRun.cancel(false);
            }
        }
        if (cancelledRun != null) {
            cancelledRun.completeExceptionally(new CancellationException("the refresher was closed before "
                    + refresh.name() + " was refreshed; request it again with another refresher"));
        }
    }

    /** Waits until no run is active. Returns at once if the active run is on the calling thread. */
    synchronized void awaitIdle() throws InterruptedException {
        while (activeThread != null && activeThread != Thread.currentThread()) {
            wait();
        }
    }
}
