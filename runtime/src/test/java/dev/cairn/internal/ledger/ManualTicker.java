package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import java.time.Duration;

/** A ticker that advances only in sleeps and by its own methods. */
final class ManualTicker implements Ticker {
    private Duration now = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    synchronized Duration now() {
        return now;
    }

    /** Returns the longest sleep. */
    synchronized Duration longest() {
        return longest;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Stopwatch start() {
        Duration then = now();
        return () -> now().minus(then);
    }

    @Override
    public synchronized void sleep(Duration time) {
        longest = time.compareTo(longest) > 0 ? time : longest;
        pass(time);
    }
}
