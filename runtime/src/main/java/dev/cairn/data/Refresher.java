package dev.cairn.data;

import dev.cairn.internal.DaemonThread;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

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
 * <p>Different refreshes run concurrently while threads are available. Runs of the same {@link Trigger} never overlap.
 * Several threads may use one refresher.
 */
public final class Refresher implements AutoCloseable {
    private static final int THREAD_COUNT = 4;

    private final ScheduledExecutorService scheduler;
    private final boolean ownsScheduler;
    private final Listener listener;
    private final List<RefreshRunner> runners = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    private Refresher(ScheduledExecutorService scheduler, boolean ownsScheduler, Listener listener) {
        this.scheduler = scheduler;
        this.ownsScheduler = ownsScheduler;
        this.listener = listener;
    }

    /** Creates a refresher with its own four daemon threads. Failures are logged: see {@link Listener#logging}. */
    public static Refresher start() {
        return start(Listener.logging());
    }

    /**
     * Creates a refresher with its own four daemon threads.
     *
     * @param listener is notified of the outcome of each refresh
     */
    public static Refresher start(Listener listener) {
        AtomicInteger threadNumber = new AtomicInteger();
        return new Refresher(
                new ScheduledThreadPoolExecutor(
                        THREAD_COUNT,
                        work -> DaemonThread.create(work, "cairn-refresher-" + threadNumber.incrementAndGet())),
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
    public static Refresher startOn(ScheduledExecutorService scheduler, Listener listener) {
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
    public Trigger every(Duration delay, RefreshRequest refresh) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException(
                    "The interval between two refreshes is " + delay + "; it must be positive");
        }
        RefreshRunner runner = add(refresh);
        runner.scheduleWithFixedDelay(delay);
        return new Trigger(runner);
    }

    /**
     * Returns a trigger that refreshes on request only.
     *
     * @throws IllegalStateException if this refresher is closed
     */
    public Trigger onRequest(RefreshRequest refresh) {
        return new Trigger(add(refresh));
    }

    private RefreshRunner add(RefreshRequest refresh) {
        RefreshRunner runner = new RefreshRunner(refresh, scheduler, listener);
        // The runner is added before the check, so that either this method or close() closes it.
        runners.add(runner);
        if (isClosed) {
            runner.close();
            throw new IllegalStateException("The refresher is closed");
        }
        return runner;
    }

    /**
     * Starts no more refreshes, cancels pending ones, and waits until the active ones have ended. If the thread is
     * interrupted, the method stops waiting and keeps the interrupt status; active refreshes continue until they end.
     */
    @Override
    public void close() {
        isClosed = true;
        runners.forEach(RefreshRunner::close);
        try {
            for (RefreshRunner runner : runners) {
                runner.awaitIdle();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        if (ownsScheduler) {
            scheduler.shutdown();
        }
    }

    /**
     * Is notified of the outcome of each refresh of a {@link Refresher}, on the thread that ran the refresh. An
     * unchecked exception that a listener throws is logged and does not affect the refresh.
     */
    public interface Listener {
        /** Called after a successful refresh. Does nothing by default. */
        default void refreshed(RefreshRequest.Outcome outcome) {}

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
     * Starts a refresh of a {@link Refresher} on request. At most one run of the refresh is active at a time. All
     * requests that arrive during a run share one subsequent run, which therefore sees all rows that were written
     * before these requests.
     *
     * <pre>{@code
     * Refresher.Trigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
     * statistics.request().join();
     * }</pre>
     */
    public static final class Trigger {
        private final RefreshRunner runner;

        private Trigger(RefreshRunner runner) {
            this.runner = runner;
        }

        /**
         * Requests a run, and does not wait for it. If a run is pending already, the request joins it; a run that has
         * started is not joined.
         *
         * @return a future of the outcome. It completes with the exception of the run if the run fails, and with a
         *     {@link CancellationException} if the refresher is closed before the run starts. Cancelling the future
         *     affects neither the run nor the futures of other requests
         * @throws IllegalStateException if the refresher is closed
         */
        public CompletableFuture<RefreshRequest.Outcome> request() {
            return runner.request();
        }
    }
}
