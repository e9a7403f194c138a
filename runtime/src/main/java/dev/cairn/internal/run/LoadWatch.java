package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.look.LoadStates.LoadState;
import dev.cairn.schema.UnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Looks from time to time, over another connection, whether a load has ended while its own connection still waits for the answer. A
 * network that drops idle connections without a word drops just those of long loads: then no answer will come, and the connection
 * is ended, long before its limit.
 */
final class LoadWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** The first time, the answer may be on its way. */
    private static final int LOOKS = 2;

    private final ServerConnection link;
    private final Supplier<LoadState> state;
    private final boolean first;
    private final long pauseMillis;
    private boolean answered;

    private LoadWatch(ServerConnection link, Supplier<LoadState> state, boolean first, Duration pause) {
        this.link = link;
        this.state = state;
        this.first = first;
        this.pauseMillis = Math.max(1, pause.toMillis());
    }

    /**
     * Begins.
     *
     * @param link on which the load is about to be sent
     * @param first whether no load with its label was sent before. One that was may be the cancelled one that is seen
     * @param pause between two looks, by the clock of the machine
     */
    static LoadWatch of(ServerConnection link, Supplier<LoadState> state, boolean first, Duration pause) {
        LoadWatch watch = new LoadWatch(link, state, first, pause);
        Thread thread = new Thread(watch::look, "cairn-load-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void look() {
        int ended = 0;
        while (!isAnswered()) {
            ended = hasEnded() ? ended + 1 : 0;
            if (ended == LOOKS) {
                abort();
                return;
            }
        }
    }

    /** After a pause. */
    private synchronized boolean isAnswered() {
        long begun = System.nanoTime();
        long left = pauseMillis;
        try {
            while (!answered && left > 0) {
                wait(left);
                left = pauseMillis - (System.nanoTime() - begun) / 1_000_000;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
        return answered;
    }

    /** A load that is not known may not have begun: its connection is left to its limit. */
    private boolean hasEnded() {
        try {
            LoadState now = state.get();
            return now == LoadState.FINISHED || (first && now == LoadState.CANCELLED);
        } catch (UnreachableException | ConnectionLostException | ServerRefusalException unknown) {
            LOG.log(Level.DEBUG, "A load can't be looked at", unknown);
            return false;
        }
    }

    private synchronized void abort() {
        if (!answered) {
            link.abort();
        }
    }

    /** The answer has come, or the connection was lost: from now on it is left alone. */
    @Override
    public synchronized void close() {
        answered = true;
        notifyAll();
    }
}
