package dev.cairn.internal.polling;

import dev.cairn.internal.DoublingWait;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;

/** Pauses between polls, each pause longer than the one before, until the run is cancelled. */
public final class Backoff {
    private final CancellationSignal halt;
    private final DoublingWait wait;

    public Backoff(Ticker ticker, CancellationSignal halt, OptionValues options) {
        this.halt = halt;
        this.wait = new DoublingWait(
                ticker, options.get(MigratorOption.FIRST_POLL), options.get(MigratorOption.LONGEST_POLL));
    }

    /** @throws CancellationSignal.Halted if the run is cancelled */
    public void pause() {
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
