package dev.cairn.data;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes materialized views and snapshot tables while the application runs: on a schedule, and on request. It is
 * meant for views with REFRESH MANUAL; the server itself refreshes the others.
 *
 * <pre>{@code
 * try (Refresher refresher = Refresher.start()) {
 *     refresher.every(Duration.ofMinutes(10), database.refresh(LEADERBOARD));
 *     Refresher.Trigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
 *     …
 *     statistics.request();          // any number of threads may call it
 * }
 * }</pre>
 *
 * <p>Different refreshes run concurrently, as far as threads are available. Runs of the same {@link Trigger}
 * never overlap.
 */
public final class Refresher implements AutoCloseable {
    private static final int THREADS = 4;

    private final ScheduledExecutorService scheduler;
    private final boolean own;
    private final Listener listener;
    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Refresher(ScheduledExecutorService scheduler, boolean own, Listener listener) {
        this.scheduler = scheduler;
        this.own = own;
        this.listener = listener;
    }

    /**
     * Creates a refresher with four daemon threads of its own. Failures are logged: see
     * {@link Listener#logging}.
     */
    public static Refresher start() {
        return start(Listener.logging());
    }

    /**
     * Creates a refresher with four daemon threads of its own.
     *
     * @param listener is notified of the outcome of each refresh
     */
    public static Refresher start(Listener listener) {
        AtomicInteger number = new AtomicInteger();
        return new Refresher(
                new ScheduledThreadPoolExecutor(THREADS, work -> {
                    Thread thread = new Thread(work, "cairn-refresher-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }),
                true,
                listener);
    }

    /**
     * Creates a refresher that uses the threads of a scheduler. The scheduler is not shut down when the refresher is
     * closed.
     *
     * @param scheduler runs the refreshes; each occupies one of its threads until it ends
     * @param listener is notified of the outcome of each refresh
     */
    public static Refresher on(ScheduledExecutorService scheduler, Listener listener) {
        return new Refresher(scheduler, false, listener);
    }

    /**
     * Refreshes now, and then repeatedly with a fixed delay. The delay begins when a run ends, whether it succeeded or
     * failed, and whether the schedule or a request started it.
     *
     * @param delay the time between the end of a run and the start of the next one; it must be positive
     * @return a trigger that requests additional runs
     * @throws IllegalArgumentException if the delay is zero or negative
     * @throws IllegalStateException if this refresher is closed
     */
    public Trigger every(Duration delay, Refresh refresh) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("The interval between two refreshes must be positive: " + delay);
        }
        Trigger trigger = onRequest(refresh);
        trigger.repeat(delay);
        return trigger;
    }

    /**
     * Returns a trigger that refreshes on request only.
     *
     * @throws IllegalStateException if this refresher is closed
     */
    public Trigger onRequest(Refresh refresh) {
        Trigger trigger = new Trigger(refresh, scheduler, listener);
        triggers.add(trigger);
        if (closed) {
            trigger.close();
            throw new IllegalStateException("The refresher is closed");
        }
        return trigger;
    }

    /**
     * Starts no further refreshes, cancels pending ones, and waits until the active ones have ended. If the thread is
     * interrupted, the method stops waiting and keeps the interrupt status; active refreshes continue until they end.
     */
    @Override
    public void close() {
        closed = true;
        triggers.forEach(Trigger::close);
        try {
            for (Trigger trigger : triggers) {
                trigger.awaitIdle();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (own) {
            scheduler.shutdown();
        }
    }

    /**
     * Is notified of the outcome of each refresh of a {@link Refresher}, on the thread that ran the refresh. An unchecked
     * exception that a listener throws is logged and does not affect the refresh.
     */
    public interface Listener {
        /** Called after a successful refresh. Does nothing by default. */
        default void refreshed(Refresh.Outcome outcome) {}

        /**
         * Called after a failed refresh. The failure does not prevent later refreshes.
         *
         * @param name the name of the object whose refresh failed
         * @param failure the exception that ended the refresh
         */
        void failed(String name, Throwable failure);

        /** Returns a listener that writes failures as warnings to the log {@code dev.cairn}. */
        static Listener logging() {
            Logger log = System.getLogger("dev.cairn");
            return (name, failure) -> log.log(Level.WARNING, "The refresh of " + name + " failed", failure);
        }
    }

    /**
     * Starts a refresh of a {@link Refresher} on request. At most one run of the refresh is active at a time. All requests
     * that arrive during a run share one subsequent run, which therefore sees all rows that were written before these
     * requests.
     *
     * <pre>{@code
     * Refresher.Trigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
     * statistics.request().join();
     * }</pre>
     */
    public static final class Trigger {
        private static final Logger LOG = System.getLogger("dev.cairn");

        private final Refresh refresh;
        private final ScheduledExecutorService scheduler;
        private final Listener listener;
        /** The future of the run that has been requested and has not begun. */
        private @Nullable CompletableFuture<Refresh.Outcome> pending;

        /** The thread of the active run. */
        private @Nullable Thread runner;
        /** The next run of the schedule. */
        private @Nullable Future<?> next;

        private @Nullable Duration delay;
        private boolean closed;

        Trigger(Refresh refresh, ScheduledExecutorService scheduler, Listener listener) {
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
        public synchronized CompletableFuture<Refresh.Outcome> request() {
            if (closed) {
                throw new IllegalStateException("The refresher of " + refresh.name() + " is closed");
            }
            CompletableFuture<Refresh.Outcome> run = pending == null ? new CompletableFuture<>() : pending;
            if (pending == null) {
                add(run);
            }
            return run.copy();
        }

        private void add(CompletableFuture<Refresh.Outcome> run) {
            pending = run;
            if (runner == null) {
                submit(run);
            }
        }

        private void submit(CompletableFuture<Refresh.Outcome> run) {
            try {
                scheduler.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                pending = null;
                run.completeExceptionally(stopped);
                report(() -> listener.failed(refresh.name(), stopped));
            }
        }

        private void run() {
            CompletableFuture<Refresh.Outcome> current = begin();
            if (current == null) {
                return;
            }
            try {
                Refresh.Outcome outcome = refresh.await();
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

        private synchronized @Nullable CompletableFuture<Refresh.Outcome> begin() {
            CompletableFuture<Refresh.Outcome> current = pending;
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
            CompletableFuture<Refresh.Outcome> cancelled;
            synchronized (this) {
                closed = true;
                cancelled = pending;
                pending = null;
                if (next != null) {
                    next.cancel(false);
                }
            }
            if (cancelled != null) {
                cancelled.completeExceptionally(new CancellationException(
                        "the refresher was closed before " + refresh.name() + " was refreshed"));
            }
        }

        /** Waits until no run is active. Returns at once if the active run is on the calling thread. */
        synchronized void awaitIdle() throws InterruptedException {
            while (runner != null && runner != Thread.currentThread()) {
                wait();
            }
        }
    }
}
