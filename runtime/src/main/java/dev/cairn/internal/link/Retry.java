package dev.cairn.internal.link;

import dev.cairn.internal.Ticker;
import java.time.Duration;

/**
 * The attempts at something that the server refuses for a reason that passes: with pauses that grow, each of a random length, until
 * the patience has ended.
 */
public final class Retry {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final ConnectionOptions options;
    private final Ticker.Stopwatch watch;
    private Duration next = FIRST;

    Retry(Ticker ticker, ConnectionOptions options) {
        this.ticker = ticker;
        this.options = options;
        this.watch = ticker.start();
    }

    /** Pauses before the next attempt; false if there shall be none: the patience has ended, or the thread was interrupted. */
    public boolean again() {
        if (watch.elapsed().compareTo(options.retry()) >= 0) {
            return false;
        }
        double part = (1 + options.jitter().getAsDouble()) / 2;
        try {
            ticker.sleep(Duration.ofNanos((long) (next.toNanos() * part)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return true;
    }
}
