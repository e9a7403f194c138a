package dev.cairn.internal.run;

import dev.cairn.internal.DoublingWait;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.run.prepare.RunOptions;

/** Waits, longer each time, unless there is nothing to wait for any more. */
final class Backoff {
    private final Halt halt;
    private final DoublingWait wait;

    Backoff(Ticker ticker, Halt halt, RunOptions options) {
        this.halt = halt;
        this.wait = new DoublingWait(ticker, options.firstPoll(), options.longestPoll());
    }

    /** @throws Halt.Halted if there is nothing to wait for any more */
    void pause() {
        halt.check();
        try {
            wait.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Halt.Halted();
        }
        halt.check();
    }
}
