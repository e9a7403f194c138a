package dev.cairn.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A source of elapsed time. Readings of two tickers are never compared.
 *
 * <p>A suspended machine's monotonic clock may stand still, and its wall clock may be set back. So the elapsed time is
 * the longer one of the times that the two clocks measure.
 */
public interface Ticker {
    /** Starts a measurement. */
    Stopwatch start();

    /**
     * Sleeps for a duration.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /** A measurement of the time since its start. */
    @FunctionalInterface
    interface Stopwatch {
        Duration elapsed();
    }

    /** Returns a ticker that uses the machine's clocks. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long startNanos = System.nanoTime();
                long startMillis = System.currentTimeMillis();
                return () -> {
                    Duration monotonicTime = Duration.ofNanos(System.nanoTime() - startNanos);
                    Duration wallTime = Duration.ofMillis(System.currentTimeMillis() - startMillis);
                    return Durations.max(monotonicTime, wallTime);
                };
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };
    }
}
