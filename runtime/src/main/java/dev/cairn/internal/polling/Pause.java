package dev.cairn.internal.polling;

import dev.cairn.internal.DoublingWait;
import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Waits between two polls, each time twice as long as before. */
public final class Pause {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final DoublingWait wait;

    public Pause(Ticker ticker) {
        this.wait = new DoublingWait(ticker, FIRST, LONGEST);
    }

    /**
     * Waits.
     *
     * @throws CancellationException if the thread is interrupted; the interrupt status is kept
     */
    public void take() {
        try {
            wait.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the server, which continues the operation");
        }
    }
}
