package dev.cairn.data;

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
 * Starts a refresh of a {@link Refresher} on request. At most one run of the refresh is active at a time. All requests
 * that arrive during a run share one subsequent run, which therefore sees all rows that were written before these
 * requests.
 *
 * <pre>{@code
 * RefreshTrigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
 * statistics.request().join();
 * }</pre>
 */
public final class RefreshTrigger {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Refresh refresh;
    private final ScheduledExecutorService scheduler;
    private final RefreshListener listener;
    private @Nullable CompletableFuture<RefreshOutcome> waiting;
    private @Nullable Thread running;
    private @Nullable Future<?> appointment;
    private @Nullable Duration delay;
    private boolean closed;

    RefreshTrigger(Refresh refresh, ScheduledExecutorService scheduler, RefreshListener listener) {
        this.refresh = refresh;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /**
     * Requests a run that has not started yet, and does not wait for it. If a run is already pending, the request joins
     * it.
     *
     * @return a future of the outcome. It completes with the exception of the run if the run fails, and with a
     *     {@link CancellationException} if the refresher is closed before the run starts. Cancelling the future affects
     *     neither the run nor the futures of other requests
     * @throws IllegalStateException if the refresher is closed
     */
    public synchronized CompletableFuture<RefreshOutcome> request() {
        if (closed) {
            throw new IllegalStateException("The refresher of " + refresh.name() + " is closed");
        }
        CompletableFuture<RefreshOutcome> asked = waiting == null ? new CompletableFuture<>() : waiting;
        if (waiting == null) {
            ask(asked);
        }
        return asked.copy();
    }

    private void ask(CompletableFuture<RefreshOutcome> asked) {
        waiting = asked;
        if (running == null) {
            submit(asked);
        }
    }

    private void submit(CompletableFuture<RefreshOutcome> asked) {
        try {
            scheduler.execute(this::run);
        } catch (RejectedExecutionException stopped) {
            waiting = null;
            asked.completeExceptionally(stopped);
            tell(() -> listener.failed(refresh.name(), stopped));
        }
    }

    private void run() {
        CompletableFuture<RefreshOutcome> served = begin();
        if (served == null) {
            return;
        }
        try {
            RefreshOutcome outcome = refresh.await();
            tell(() -> listener.refreshed(outcome));
            end();
            served.complete(outcome);
        } catch (Throwable failure) {
            tell(() -> listener.failed(refresh.name(), failure));
            end();
            served.completeExceptionally(failure);
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A refresh listener failed for " + refresh.name(), failure);
        }
    }

    private synchronized @Nullable CompletableFuture<RefreshOutcome> begin() {
        CompletableFuture<RefreshOutcome> served = waiting;
        if (served != null) {
            waiting = null;
            running = Thread.currentThread();
        }
        return served;
    }

    private synchronized void end() {
        running = null;
        if (waiting != null) {
            submit(waiting);
        } else if (delay != null && !closed) {
            appoint(delay);
        }
        notifyAll();
    }

    /** Requests a run now, and another one each time this delay has passed since the end of the last run. */
    synchronized void repeat(Duration newDelay) {
        delay = newDelay;
        due();
    }

    private synchronized void due() {
        if (waiting == null && !closed) {
            ask(new CompletableFuture<>());
        }
    }

    private void appoint(Duration time) {
        if (appointment != null) {
            appointment.cancel(false);
        }
        try {
            appointment = scheduler.schedule(this::due, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            tell(() -> listener.failed(refresh.name(), stopped));
        }
    }

    /** Starts no further runs, and completes the future of a pending run with a {@link CancellationException}. */
    void close() {
        CompletableFuture<RefreshOutcome> left;
        synchronized (this) {
            closed = true;
            left = waiting;
            waiting = null;
            if (appointment != null) {
                appointment.cancel(false);
            }
        }
        if (left != null) {
            left.completeExceptionally(
                    new CancellationException("the refresher was closed before " + refresh.name() + " was refreshed"));
        }
    }

    /** Waits until no run is active. Returns at once if the active run is on the calling thread. */
    synchronized void awaitIdle() throws InterruptedException {
        while (running != null && running != Thread.currentThread()) {
            wait();
        }
    }
}
