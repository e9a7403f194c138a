package dev.cairn.internal;

import java.time.Duration;
import java.util.function.Function;

/**
 * The pauses between the polls of an operation. Each is twice as long as the one before, up to a maximum. A wait ends
 * early with an exception if the continuation check throws one, or if the thread is interrupted; the interrupt status
 * is kept.
 */
public final class Backoff {
    private final Ticker ticker;
    private final Duration maxPause;
    private final Runnable continuationCheck;
    private final Function<InterruptedException, ? extends RuntimeException> interruptionMapper;
    private Duration nextPause;

    /**
     * Creates the pauses of one wait, which must not be shared between waits.
     *
     * @param continuationCheck is called before and after each pause, and throws an exception to end the wait
     * @param interruptionMapper returns the exception to throw if the thread is interrupted
     */
    public Backoff(
            Ticker ticker,
            Duration firstPause,
            Duration maxPause,
            Runnable continuationCheck,
            Function<InterruptedException, ? extends RuntimeException> interruptionMapper) {
        this.ticker = ticker;
        this.maxPause = maxPause;
        this.continuationCheck = continuationCheck;
        this.interruptionMapper = interruptionMapper;
        this.nextPause = firstPause;
    }

    /** Pauses before the next poll. */
    public void pause() {
        continuationCheck.run();
        try {
            ticker.sleep(nextPause);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw interruptionMapper.apply(interruption);
        }
        nextPause = Durations.min(nextPause.multipliedBy(2), maxPause);
        continuationCheck.run();
    }
}
