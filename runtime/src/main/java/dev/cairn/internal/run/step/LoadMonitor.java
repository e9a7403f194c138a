package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Polls over another connection whether a load has ended, while the load's own connection still waits for the
 * answer. A network that silently drops idle connections drops those of long loads. In this case no answer will
 * arrive, and the watch aborts the connection long before its timeout.
 */
final class LoadMonitor implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** At the first poll that reports the end of the load, the answer may still be on its way. */
    private static final int POLLS_BEFORE_ABORT = 2;

    private final ServerConnection connection;
    private final Supplier<LoadState> stateReader;
    private final boolean isFirstUseOfLabel;
    private final long pauseMillis;
    private boolean isAnswered;

    private LoadMonitor(
            ServerConnection connection, Supplier<LoadState> stateReader, boolean isFirstUseOfLabel, Duration pause) {
        this.connection = connection;
        this.stateReader = stateReader;
        this.isFirstUseOfLabel = isFirstUseOfLabel;
        this.pauseMillis = Math.max(1, pause.toMillis());
    }

    /**
     * Starts the watch.
     *
     * @param connection the connection on which the load is about to be sent
     * @param isFirstUseOfLabel whether no load with this label was sent before. Otherwise, the poll may see the
     *     earlier, cancelled load
     * @param pause between two polls, in wall clock time of this machine
     */
    static LoadMonitor start(
            ServerConnection connection, Supplier<LoadState> stateReader, boolean isFirstUseOfLabel, Duration pause) {
        LoadMonitor watch = new LoadMonitor(connection, stateReader, isFirstUseOfLabel, pause);
        Thread thread = new Thread(watch::poll, "cairn-load-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void poll() {
        int pollsSinceEnd = 0;
        while (!awaitAnswer()) {
            pollsSinceEnd = hasEnded() ? pollsSinceEnd + 1 : 0;
            if (pollsSinceEnd == POLLS_BEFORE_ABORT) {
                abort();
                return;
            }
        }
    }

    /** Waits for one pause, or until the answer arrives. */
    private synchronized boolean awaitAnswer() {
        long startNanos = System.nanoTime();
        long remainingMillis = pauseMillis;
        try {
            while (!isAnswered && remainingMillis > 0) {
                wait(remainingMillis);
                remainingMillis = pauseMillis - (System.nanoTime() - startNanos) / 1_000_000;
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return true;
        }
        return isAnswered;
    }

    /** An unknown load may not have begun yet: its connection is left to its own timeout. */
    private boolean hasEnded() {
        try {
            LoadState currentState = stateReader.get();
            return currentState == LoadState.FINISHED || (isFirstUseOfLabel && currentState == LoadState.CANCELLED);
        } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "The state of a load can't be read", failure);
            return false;
        }
    }

    private synchronized void abort() {
        if (!isAnswered) {
            connection.abort();
        }
    }

    /**
     * Ends the watch: the answer has arrived, or the connection was lost, so the connection must not be aborted any
     * more.
     */
    @Override
    public synchronized void close() {
        isAnswered = true;
        notifyAll();
    }
}
