package dev.cairn.internal;

import java.time.Duration;
import java.util.function.Function;

/**
 * The pauses between the polls of an operation. Each is twice as long as the one before, up to a maximum. The permission to
 * continue ends the wait by an exception, and so does an interruption of the thread, whose interrupt status is kept.
 */
public final class Backoff {
    private final Ticker ticker;
    private final Duration longest;
    private final Runnable permission;
    private final Function<InterruptedException, ? extends RuntimeException> interruption;
    private Duration nextPause;

    /**
     * Creates the pauses of one wait.
     *
     * @param permission is called before and after each pause, and throws an exception to end the wait
     * @param interruption returns the exception to throw if the thread is interrupted
     */
    public Backoff(
            Ticker ticker,
            Duration first,
            Duration longest,
            Runnable permission,
            Function<InterruptedException, ? extends RuntimeException> interruption) {
        this.ticker = ticker;
        this.longest = longest;
        this.permission = permission;
        this.interruption = interruption;
        this.nextPause = first;
    }

    /** Pauses before the next poll. */
    public void pause() {
        permission.run();
        try {
            ticker.sleep(nextPause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interruption.apply(interrupted);
        }
        Duration doubled = nextPause.multipliedBy(2);
        nextPause = doubled.compareTo(longest) < 0 ? doubled : longest;
        permission.run();
    }
}
