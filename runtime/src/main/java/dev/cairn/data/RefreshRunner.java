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
 * during a run share the next one. Any thread may call the methods; the monitor of this object guards the fields.
 */
final class RefreshRunner {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RefreshRequest refreshRequest;
    private final ScheduledExecutorService scheduler;
    private final Listener listener;
    /** The future of the run that has been requested and has not begun; null if no run is pending. */
    private @Nullable CompletableFuture<RefreshRequest.Outcome> pendingFuture;

    /** The thread of the active run; null if no run is active. */
    private @Nullable Thread activeThread;
    /** The next run of the schedule, or the last one if no next run is scheduled; null before the first. */
    private @Nullable Future<?> scheduledFuture;

    /** The time between two runs of the schedule; null without a schedule. */
    private @Nullable Duration delay;

    private boolean isClosed;

    RefreshRunner(RefreshRequest refreshRequest, ScheduledExecutorService scheduler, Listener listener) {
        this.refreshRequest = refreshRequest;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** Requests a run; see {@link Refresher.Trigger#request}. */
    synchronized CompletableFuture<RefreshRequest.Outcome> request() {
        if (isClosed) {
            throw new IllegalStateException("The refresher of " + refreshRequest.name() + " is closed");
        }
        CompletableFuture<RefreshRequest.Outcome> runFuture =
                pendingFuture == null ? new CompletableFuture<>() : pendingFuture;
        if (pendingFuture == null) {
            addPendingRun(runFuture);
        }
        return runFuture.copy();
    }

    /** Adds the pending run, which starts at once if no run is active, and otherwise when the active one ends. */
    private void addPendingRun(CompletableFuture<RefreshRequest.Outcome> runFuture) {
        pendingFuture = runFuture;
        if (activeThread == null) {
            submit(runFuture);
        }
    }

    private void submit(CompletableFuture<RefreshRequest.Outcome> runFuture) {
        try {
            scheduler.execute(this::runPending);
        } catch (RejectedExecutionException rejection) {
            pendingFuture = null;
            runFuture.completeExceptionally(rejection);
            notifyListener(() -> listener.failed(refreshRequest.name(), rejection));
        }
    }

    private void runPending() {
        CompletableFuture<RefreshRequest.Outcome> activeFuture = beginPendingRun();
        if (activeFuture == null) {
            return;
        }
        RefreshRequest.Outcome outcome;
        try {
            outcome = refreshRequest.await();
        } catch (Throwable failure) { // an Error must also reach the threads that wait for the future
            try {
                notifyListener(() -> listener.failed(refreshRequest.name(), failure));
            } finally {
                endRun();
                activeFuture.completeExceptionally(failure);
            }
            return;
        }
        try {
            notifyListener(() -> listener.refreshed(outcome));
        } finally {
            endRun();
            activeFuture.complete(outcome);
        }
    }

    private void notifyListener(Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A refresh listener failed for " + refreshRequest.name(), failure);
        }
    }

    /** Makes the pending run the active one, on this thread; returns null if no run is pending any longer. */
    private synchronized @Nullable CompletableFuture<RefreshRequest.Outcome> beginPendingRun() {
        CompletableFuture<RefreshRequest.Outcome> activeFuture = pendingFuture;
        if (activeFuture != null) {
            pendingFuture = null;
            activeThread = Thread.currentThread();
        }
        return activeFuture;
    }

    private synchronized void endRun() {
        activeThread = null;
        if (pendingFuture != null) {
            submit(pendingFuture);
        } else if (delay != null && !isClosed) {
            schedule(delay);
        }
        notifyAll();
    }

    /** Requests a run now, and another one each time this delay has passed since the end of the last run. */
    synchronized void scheduleWithFixedDelay(Duration newDelay) {
        delay = newDelay;
        requestIfNonePending();
    }

    private synchronized void requestIfNonePending() {
        if (pendingFuture == null && !isClosed) {
            addPendingRun(new CompletableFuture<>());
        }
    }

    private void schedule(Duration waitTime) {
        if (scheduledFuture != null) {
            scheduledFuture.cancel(false);
        }
        try {
            scheduledFuture = scheduler.schedule(this::requestIfNonePending, waitTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException rejection) {
            notifyListener(() -> listener.failed(refreshRequest.name(), rejection));
        }
    }

    /** Starts no more runs, and completes the future of a pending run with a {@link CancellationException}. */
    void close() {
        CompletableFuture<RefreshRequest.Outcome> cancelledFuture;
        synchronized (this) {
            isClosed = true;
            cancelledFuture = pendingFuture;
            pendingFuture = null;
            if (scheduledFuture != null) {
                scheduledFuture.cancel(false);
            }
        }
        if (cancelledFuture != null) {
            cancelledFuture.completeExceptionally(new CancellationException("the refresher was closed before "
                    + refreshRequest.name() + " was refreshed; request it again with another refresher"));
        }
    }

    /** Waits until no run is active. Returns at once if the active run is on the calling thread. */
    synchronized void awaitIdle() throws InterruptedException {
        while (activeThread != null && activeThread != Thread.currentThread()) {
            wait();
        }
    }
}
