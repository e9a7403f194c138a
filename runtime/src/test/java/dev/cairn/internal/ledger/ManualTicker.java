package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import java.time.Duration;

/** Time that passes only when somebody sleeps or says so. */
final class ManualTicker implements Ticker {
    private Duration now = Duration.ZERO;
    private Duration longest = Duration.ZERO;

    synchronized Duration now() {
        return now;
    }

    /** Of all times that anybody slept. */
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
