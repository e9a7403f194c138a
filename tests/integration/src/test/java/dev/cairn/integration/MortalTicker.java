package dev.cairn.integration;

import dev.cairn.integration.relay.Relay;
import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The ticker of a process behind a relay: once the relay has cut off the process, its waits take no time. */
final class MortalTicker implements Ticker {
    private final Ticker systemTicker = Ticker.system();
    private final AtomicLong skippedNanos = new AtomicLong();
    private final Relay relay;

    MortalTicker(Relay relay) {
        this.relay = relay;
    }

    @Override
    public Stopwatch start() {
        Stopwatch systemWatch = systemTicker.start();
        long skippedNanosAtStart = skippedNanos.get();
        return () -> systemWatch.elapsed().plusNanos(skippedNanos.get() - skippedNanosAtStart);
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (relay.isEnd()) {
            skippedNanos.addAndGet(time.toNanos());
        } else {
            systemTicker.sleep(time);
        }
    }
}
