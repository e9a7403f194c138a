package dev.cairn.internal.run;

import dev.cairn.internal.DoublingWait;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.run.preparation.RunOptions;

/** Pauses between polls, each pause longer than the one before, until the run is cancelled. */
final class Backoff {
    private final CancellationSignal halt;
    private final DoublingWait wait;

    Backoff(Ticker ticker, CancellationSignal halt, RunOptions options) {
        this.halt = halt;
        this.wait = new DoublingWait(ticker, options.firstPoll(), options.longestPoll());
    }

    /** @throws CancellationSignal.Halted if the run is cancelled */
    void pause() {
        halt.check();
        try {
            wait.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationSignal.Halted();
        }
        halt.check();
    }
}
