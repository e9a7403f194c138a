package dev.cairn;

import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that advances with the clock and skips waits; only heartbeats keep their interval. */
public final class SkippingTicker implements Ticker {
    private final AtomicLong skipped = new AtomicLong();

    @Override
    public Stopwatch start() {
        long start = now();
        return () -> Duration.ofNanos(now() - start);
    }

    private long now() {
        return System.nanoTime() + skipped.get();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.currentThread().getName().equals("cairn-heartbeat")) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } else {
            skip(time);
            Thread.onSpinWait();
        }
    }

    void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }
}
