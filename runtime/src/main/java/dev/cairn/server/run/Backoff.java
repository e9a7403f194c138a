package dev.cairn.server.run;

import dev.cairn.server.Ticker;
import java.time.Duration;

/** Waits, each time twice as long as the time before. */
final class Backoff {
    private final Ticker ticker;
    private final Halt halt;
    private final Duration longest;
    private Duration next;

    Backoff(Ticker ticker, Halt halt, RunOptions options) {
        this.ticker = ticker;
        this.halt = halt;
        this.longest = options.longestPoll();
        this.next = options.firstPoll();
    }

    /** @throws Halt.Halted if there is nothing to wait for any more */
    void pause() {
        halt.check();
        try {
            ticker.sleep(next);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Halt.Halted();
        }
        halt.check();
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
