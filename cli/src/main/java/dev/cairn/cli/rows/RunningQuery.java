package dev.cairn.cli.rows;

import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import dev.cairn.internal.connection.RowReceiver;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Timer;
import java.util.TimerTask;

/**
 * A query of the command line while it runs. Until its answer begins, a terminal shows the seconds since its start. If
 * the user stops the command, the server cancels the query.
 */
public final class RunningQuery implements AutoCloseable {
    private static final int MILLIS_PER_SECOND = 1_000;

    private final ServerConnection connection;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Timer timer = new Timer("cairn-query", true);
    private final Thread stopHook = new Thread(this::stop);
    private volatile boolean isStopped;
    private boolean hasAnswerBegun;
    private int elapsedSeconds;

    private RunningQuery(ServerConnection connection, PrintWriter out, PrintWriter err) {
        this.connection = connection;
        this.out = out;
        this.err = err;
    }

    /**
     * Begins to wait for a query.
     *
     * @param isTerminal whether the output is a terminal
     */
    public static RunningQuery start(
            ServerConnection connection, boolean isTerminal, PrintWriter out, PrintWriter err) {
        RunningQuery query = new RunningQuery(connection, out, err);
        Runtime.getRuntime().addShutdownHook(query.stopHook);
        if (isTerminal) {
            query.timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            query.drawSeconds();
                        }
                    },
                    MILLIS_PER_SECOND,
                    MILLIS_PER_SECOND);
        }
        return query;
    }

    /** Runs the statement, and returns the number of rows that it returned or changed; empty if the user stopped it. */
    public OptionalLong streamRows(String sql, RowReceiver rows) {
        try {
            return OptionalLong.of(connection.stream(sql, new RowReceiver() {
                @Override
                public void acceptColumns(List<ReceivedColumn> columns) {
                    eraseSeconds();
                    rows.acceptColumns(columns);
                }

                @Override
                public void acceptRow(ReceivedRow row) {
                    rows.acceptRow(row);
                }
            }));
        } catch (ServerRefusalException refusal) {
            if (isStopped) {
                return OptionalLong.empty();
            }
            throw refusal;
        } finally {
            eraseSeconds();
        }
    }

    private synchronized void drawSeconds() {
        if (!hasAnswerBegun) {
            elapsedSeconds++;
            out.print("\r" + elapsedSeconds + " s; Ctrl-C cancels the query");
            out.flush();
        }
    }

    private synchronized void eraseSeconds() {
        if (!hasAnswerBegun && elapsedSeconds > 0) {
            out.print("\r\u001b[K");
            out.flush();
        }
        hasAnswerBegun = true;
    }

    private void stop() {
        isStopped = true;
        eraseSeconds();
        connection.cancel();
        err.println("Cancelled.");
    }

    @Override
    public void close() {
        timer.cancel();
        // The thread of a shutdown that has begun can't be removed.
        if (!isStopped) {
            Runtime.getRuntime().removeShutdownHook(stopHook);
        }
    }
}
