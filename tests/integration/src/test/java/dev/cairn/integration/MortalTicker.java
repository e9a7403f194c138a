package dev.cairn.integration;

import dev.cairn.integration.relay.Relay;
import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a process behind a relay: once the way has ended, what it still waits for takes no time. */
final class MortalTicker implements Ticker {
    private final Ticker system = Ticker.system();
    private final AtomicLong skipped = new AtomicLong();
    private final Relay relay;

    MortalTicker(Relay relay) {
        this.relay = relay;
    }

    @Override
    public Stopwatch start() {
        Stopwatch watch = system.start();
        long before = skipped.get();
        return () -> watch.elapsed().plusNanos(skipped.get() - before);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (relay.isEnd()) {
            skipped.addAndGet(time.toNanos());
        } else {
            system.sleep(time);
        }
    }
}
