package dev.cairn.data;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refreshes materialized views and snapshot tables while the application runs: on a schedule of its own, and when somebody
 * asks. It is for views that are REFRESH MANUAL; the server looks after the others.
 *
 * <pre>{@code
 * try (Refresher refresher = Refresher.start()) {
 *     refresher.every(Duration.ofMinutes(10), database.refresh(LEADERBOARD));
 *     RefreshTrigger statistics = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
 *     …
 *     statistics.request();          // by as many threads as like
 * }
 * }</pre>
 *
 * <p>Different refreshes run side by side, as far as there are threads; one and the same never twice at once.
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

    /** With four threads of its own; failures are logged. */
    public static Refresher start() {
        return start(RefreshListener.logging());
    }

    /** With four threads of its own. */
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
     * With threads that are given, and stay when it is closed.
     *
     * @param scheduler a refresh takes one of its threads for as long as it lasts
     */
    public static Refresher on(ScheduledExecutorService scheduler, RefreshListener listener) {
        return new Refresher(scheduler, false, listener);
    }

    /**
     * Refreshes now, and then again and again; the next time so much later than the last time ended, well or not, and
     * whoever asked for it: the trigger starts it too.
     *
     * @throws IllegalStateException if it is closed
     */
    public RefreshTrigger every(Duration delay, Refresh refresh) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("No time would pass between two refreshes: " + delay);
        }
        RefreshTrigger trigger = onRequest(refresh);
        trigger.repeat(delay);
        return trigger;
    }

    /**
     * Refreshes whenever the trigger is told so.
     *
     * @throws IllegalStateException if it is closed
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
     * Begins no refresh any more, and waits for those that run. What has been asked for and not begun is cancelled. If the
     * thread is interrupted it does not wait: what runs ends by itself.
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
