package dev.cairn.internal;

import java.time.Duration;

/** Waits between two polls. Each wait is twice as long as the previous one, up to a maximum. */
public final class DoublingWait {
    private final Ticker ticker;
    private final Duration longest;
    private Duration next;

    public DoublingWait(Ticker ticker, Duration first, Duration longest) {
        this.ticker = ticker;
        this.longest = longest;
        this.next = first;
    }

    public void take() throws InterruptedException {
        ticker.sleep(next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
