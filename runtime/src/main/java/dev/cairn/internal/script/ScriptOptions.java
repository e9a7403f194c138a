package dev.cairn.internal.script;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.ledger.LedgerOptions;
import dev.cairn.internal.link.ConnectionOptions;
import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunOptions;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a script is run.
 *
 * @param answer what became of the step that was begun and not ended
 * @param rerun whether a script that has run to its end runs once more
 * @param abandon whether a script that stopped half way is forgotten, whatever it was
 */
public record ScriptOptions(
        LedgerOptions ledger,
        RunOptions run,
        ConnectionOptions connection,
        String author,
        Consumer<Progress> listener,
        Ticker ticker,
        InstantSource clock,
        Supplier<String> tokens,
        Answer answer,
        boolean rerun,
        boolean abandon) {
    /** What somebody says of a step of which nothing tells whether it ran. */
    public enum Answer {
        NONE,
        DONE,
        AGAIN
    }
}
