package dev.cairn.data;

import dev.cairn.server.Ticker;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Waits between two questions, each time twice as long as the time before. */
final class Pause {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Ticker ticker;
    private Duration next = FIRST;

    Pause(Ticker ticker) {
        this.ticker = ticker;
    }

    /** @throws CancellationException if the thread was interrupted, and it still is */
    void take() {
        try {
            ticker.sleep(next);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the server, which goes on");
        }
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
