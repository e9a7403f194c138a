package dev.cairn;

import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ticker that advances with the clock and skips waits; only heartbeats keep their interval. As with a clock, an
 * interruption ends a wait.
 */
public final class SkippingTicker implements Ticker {
    private final AtomicLong skippedNanos = new AtomicLong();

    @Override
    public Stopwatch start() {
        long startNanos = nowNanos();
        return () -> Duration.ofNanos(nowNanos() - startNanos);
    }

    private long nowNanos() {
        return System.nanoTime() + skippedNanos.get();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.currentThread().getName().equals("cairn-heartbeat")) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        } else {
            skip(time);
            Thread.onSpinWait();
        }
    }

    void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }
}
