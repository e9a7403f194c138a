package dev.cairn.internal.run.load;

import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Polls over another connection whether a load has ended, while the connection of the load still waits for the answer.
 * A network that silently drops idle connections also drops the connections of long loads. In this case, no answer will
 * arrive, and the monitor aborts the connection long before its timeout.
 */
final class LoadMonitor implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /**
     * The number of polls that report the end of the load before the connection is aborted: at the first one, the
     * answer may still be on its way.
     */
    private static final int POLLS_BEFORE_ABORT = 2;

    private final ServerConnection connection;
    private final Supplier<LoadState> stateReader;
    private final boolean isFirstUseOfLabel;
    private final long pollIntervalMillis;
    private boolean hasAnswer;

    private LoadMonitor(
            ServerConnection connection,
            Supplier<LoadState> stateReader,
            boolean isFirstUseOfLabel,
            Duration pollInterval) {
        this.connection = connection;
        this.stateReader = stateReader;
        this.isFirstUseOfLabel = isFirstUseOfLabel;
        this.pollIntervalMillis = Math.max(1, pollInterval.toMillis());
    }

    /**
     * Starts to poll on another thread.
     *
     * @param connection the connection on which the load is about to be sent
     * @param isFirstUseOfLabel whether no load with this label was sent before; if one was, a poll may see the earlier,
     *     cancelled load
     * @param pollInterval the time between two polls, by the clock of this machine
     */
    static LoadMonitor start(
            ServerConnection connection,
            Supplier<LoadState> stateReader,
            boolean isFirstUseOfLabel,
            Duration pollInterval) {
        LoadMonitor monitor = new LoadMonitor(connection, stateReader, isFirstUseOfLabel, pollInterval);
        Thread thread = DaemonThread.create(monitor::poll, "cairn-load-watch");
        thread.start();
        return monitor;
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

    /**
     * Waits until the next poll is due, or the answer arrives. Returns whether it has arrived, or the thread was
     * interrupted.
     */
    private synchronized boolean awaitAnswer() {
        long startNanos = System.nanoTime();
        long remainingMillis = pollIntervalMillis;
        try {
            while (!hasAnswer && remainingMillis > 0) {
                wait(remainingMillis);
                remainingMillis = pollIntervalMillis - (System.nanoTime() - startNanos) / 1_000_000;
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return true;
        }
        return hasAnswer;
    }

    /**
     * Returns whether the load has ended. An unknown load may not have begun yet; only the timeout of its connection
     * applies then.
     */
    private boolean hasEnded() {
        try {
            LoadState currentState = stateReader.get();
            return currentState == LoadState.FINISHED || (isFirstUseOfLabel && currentState == LoadState.CANCELLED);
        } catch (ServerUnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "The state of a load can't be read", failure);
            return false;
        }
    }

    private synchronized void abort() {
        if (!hasAnswer) {
            connection.abort();
        }
    }

    /**
     * Stops the polls: the answer has arrived, or the connection was lost, so the connection must no longer be aborted.
     */
    @Override
    public synchronized void close() {
        hasAnswer = true;
        notifyAll();
    }
}
