package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import java.time.Duration;

/** A ticker that advances only in sleeps and by its own methods. */
final class ManualTicker implements Ticker {
    private Duration elapsedTime = Duration.ZERO;
    private Duration longestSleep = Duration.ZERO;

    synchronized Duration now() {
        return elapsedTime;
    }

    /** Returns the longest sleep. */
    synchronized Duration longest() {
        return longestSleep;
    }

    synchronized void pass(Duration time) {
        elapsedTime = elapsedTime.plus(time);
    }

    @Override
    public Stopwatch start() {
        Duration startTime = now();
        return () -> now().minus(startTime);
    }

    @Override
    public synchronized void sleep(Duration time) {
        longestSleep = time.compareTo(longestSleep) > 0 ? time : longestSleep;
        pass(time);
    }
}
