package dev.cairn.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes. No two tickers are ever compared.
 *
 * <p>A suspended machine's monotonic clock may stand still, and its wall clock may be set back: so the time that has
 * passed is the larger of what both say.
 */
public interface Ticker {
    /** Begins to measure. */
    Stopwatch start();

    /**
     * Waits.
     *
     * @throws InterruptedException where the thread was told to end
     */
    void sleep(Duration time) throws InterruptedException;

    /** Measures from when it was started. */
    @FunctionalInterface
    interface Stopwatch {
        Duration elapsed();
    }

    /** The machine's. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long monotonic = System.nanoTime();
                long wall = System.currentTimeMillis();
                return () -> {
                    Duration one = Duration.ofNanos(System.nanoTime() - monotonic);
                    Duration other = Duration.ofMillis(System.currentTimeMillis() - wall);
                    return one.compareTo(other) > 0 ? one : other;
                };
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
            }
        };
    }
}
