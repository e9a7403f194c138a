package dev.cairn.data;

import java.time.Duration;
import java.util.List;
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
 *     RefreshTrigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
 *     …
 *     statistics.request();          // any number of threads may call it
 * }
 * }</pre>
 *
 * <p>Different refreshes run concurrently, as far as threads are available. Runs of the same {@link RefreshTrigger}
 * never overlap.
 */
public final class Refresher implements AutoCloseable {
    private static final int THREADS = 4;

    private final ScheduledExecutorService scheduler;
    private final boolean own;
    private final RefreshListener listener;
    private final List<RefreshTrigger> triggers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Refresher(ScheduledExecutorService scheduler, boolean own, RefreshListener listener) {
        this.scheduler = scheduler;
        this.own = own;
        this.listener = listener;
    }

    /**
     * Creates a refresher with four daemon threads of its own. Failures are logged: see
     * {@link RefreshListener#logging}.
     */
    public static Refresher start() {
        return start(RefreshListener.logging());
    }

    /**
     * Creates a refresher with four daemon threads of its own.
     *
     * @param listener is notified of the outcome of each refresh
     */
    public static Refresher start(RefreshListener listener) {
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
    public static Refresher on(ScheduledExecutorService scheduler, RefreshListener listener) {
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
    public RefreshTrigger every(Duration delay, Refresh refresh) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("The interval between two refreshes must be positive: " + delay);
        }
        RefreshTrigger trigger = onRequest(refresh);
        trigger.repeat(delay);
        return trigger;
    }

    /**
     * Returns a trigger that refreshes on request only.
     *
     * @throws IllegalStateException if this refresher is closed
     */
    public RefreshTrigger onRequest(Refresh refresh) {
        RefreshTrigger trigger = new RefreshTrigger(refresh, scheduler, listener);
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
        triggers.forEach(RefreshTrigger::close);
        try {
            for (RefreshTrigger trigger : triggers) {
                trigger.awaitIdle();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (own) {
            scheduler.shutdown();
        }
    }
}
