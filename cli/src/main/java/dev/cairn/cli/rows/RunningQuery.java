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
 * A query that the user waits for. A terminal shows for how long, until the answer begins. If the user stops the
 * command, the server ends the query.
 */
public final class RunningQuery implements AutoCloseable {
    private static final int SECOND = 1_000;

    private final ServerConnection connection;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Timer timer = new Timer("cairn-query", true);
    private final Thread stopping = new Thread(this::stop);
    private volatile boolean stopped;
    private boolean answered;
    private int seconds;

    private RunningQuery(ServerConnection connection, PrintWriter out, PrintWriter err) {
        this.connection = connection;
        this.out = out;
        this.err = err;
    }

    /**
     * Begins to wait for a query.
     *
     * @param terminal whether the output is a terminal
     */
    public static RunningQuery start(ServerConnection connection, boolean terminal, PrintWriter out, PrintWriter err) {
        RunningQuery query = new RunningQuery(connection, out, err);
        Runtime.getRuntime().addShutdownHook(query.stopping);
        if (terminal) {
            query.timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            query.draw();
                        }
                    },
                    SECOND,
                    SECOND);
        }
        return query;
    }

    /** Runs the statement, and returns the number of rows that it returned or changed; empty if the user stopped it. */
    public OptionalLong stream(String sql, RowReceiver rows) {
        try {
            return OptionalLong.of(connection.stream(sql, new RowReceiver() {
                @Override
                public void acceptColumns(List<ReceivedColumn> columns) {
                    clear();
                    rows.acceptColumns(columns);
                }

                @Override
                public void acceptRow(ReceivedRow row) {
                    rows.acceptRow(row);
                }
            }));
        } catch (ServerRefusalException refusal) {
            if (stopped) {
                return OptionalLong.empty();
            }
            throw refusal;
        } finally {
            clear();
        }
    }

    private synchronized void draw() {
        if (!answered) {
            seconds++;
            out.print("\r" + seconds + " s; Ctrl-C cancels the query");
            out.flush();
        }
    }

    private synchronized void clear() {
        if (!answered && seconds > 0) {
            out.print("\r\u001b[K");
            out.flush();
        }
        answered = true;
    }

    private void stop() {
        stopped = true;
        clear();
        connection.cancel();
        err.println("Cancelled.");
    }

    @Override
    public void close() {
        timer.cancel();
        // The thread of a shutdown that has begun can't be removed.
        if (!stopped) {
            Runtime.getRuntime().removeShutdownHook(stopping);
        }
    }
}
