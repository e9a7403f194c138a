package dev.cairn.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A source of elapsed time. Readings of two tickers are never compared.
 *
 * <p>A suspended machine's monotonic clock may stand still, and its wall clock may be set back. So the elapsed time is
 * the greater of what the two clocks measure.
 */
public interface Ticker {
    /** Starts a measurement. */
    Stopwatch start();

    /**
     * Sleeps for the given time.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void sleep(Duration time) throws InterruptedException;

    /** Measures the time since it was started. */
    @FunctionalInterface
    interface Stopwatch {
        Duration elapsed();
    }

    /** Returns a ticker that uses the machine's clocks. */
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
