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
 * Starts one refresh of a {@link Refresher}, whoever asks for it: only one runs at a time, and all who ask while it runs
 * are served by one more after it, which sees what they had written before they asked.
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
     * Asks for a refresh that has not begun yet, and does not wait for it.
     *
     * @return its outcome or its exception; to cancel it keeps nobody else from being served
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
            LOG.log(Level.WARNING, "A listener failed to hear of the refresh of " + refresh.name(), failure);
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

    /** Now, and again whenever so much time has passed since it ended. */
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

    /** Nothing begins any more: who waits for what has not begun hears that it was cancelled. */
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

    /** Until nothing runs, unless it is this thread that does. */
    synchronized void awaitIdle() throws InterruptedException {
        while (running != null && running != Thread.currentThread()) {
            wait();
        }
    }
}
