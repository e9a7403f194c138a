package dev.cairn;

import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ticker that advances with the clock and skips waits. Only heartbeats keep their interval: without pauses, they
 * would renew the lease continuously. As with a clock, an interruption ends a wait.
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
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.currentThread().getName().equals("cairn-heartbeat")) {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        } else {
            skip(duration);
            Thread.onSpinWait();
        }
    }

    void skip(Duration duration) {
        skippedNanos.addAndGet(duration.toNanos());
    }
}
