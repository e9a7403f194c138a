package dev.cairn.cli.rows;

import dev.cairn.internal.ShutdownHook;
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
 * the user stops the command, the query is cancelled on the server. A timer and the shutdown of the JVM use this object
 * in threads of their own.
 */
public final class RunningQuery implements AutoCloseable {
    private static final int MILLIS_PER_SECOND = 1_000;

    private final ServerConnection connection;
    private final PrintWriter output;
    private final PrintWriter errorOutput;
    private final Timer timer = new Timer("cairn-query", true);
    private final ShutdownHook stopHook;
    private volatile boolean isStopped;
    private boolean hasAnswerBegun;
    private int elapsedSeconds;

    private RunningQuery(ServerConnection connection, PrintWriter output, PrintWriter errorOutput) {
        this.connection = connection;
        this.output = output;
        this.errorOutput = errorOutput;
        this.stopHook = ShutdownHook.register(this::stop, "cairn-query-stop");
    }

    /**
     * Begins to count the seconds of a query, and to cancel it if the user stops the command. Both end with
     * {@link #close}.
     *
     * @param connection the connection over which {@link #streamRows} sends the query
     * @param isTerminal whether the output is a terminal
     */
    public static RunningQuery start(
            ServerConnection connection, boolean isTerminal, PrintWriter output, PrintWriter errorOutput) {
        RunningQuery runningQuery = new RunningQuery(connection, output, errorOutput);
        if (isTerminal) {
            runningQuery.timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            runningQuery.drawSeconds();
                        }
                    },
                    MILLIS_PER_SECOND,
                    MILLIS_PER_SECOND);
        }
        return runningQuery;
    }

    /** Runs the statement, and returns the number of rows that it returned or changed; empty if the user stopped it. */
    public OptionalLong streamRows(String sql, RowReceiver rowReceiver) {
        try {
            return OptionalLong.of(connection.streamRows(sql, new RowReceiver() {
                @Override
                public void acceptColumns(List<ReceivedColumn> columns) {
                    eraseSeconds();
                    rowReceiver.acceptColumns(columns);
                }

                @Override
                public void acceptRow(ReceivedRow row) {
                    rowReceiver.acceptRow(row);
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

    /** Shows the seconds on a line of their own, over the previous number; does nothing once the answer has begun. */
    private synchronized void drawSeconds() {
        if (!hasAnswerBegun) {
            elapsedSeconds++;
            output.print("\r" + elapsedSeconds + " s; Ctrl-C cancels the query");
            output.flush();
        }
    }

    /** Erases the line with the seconds, and prevents that it is drawn again. */
    private synchronized void eraseSeconds() {
        if (!hasAnswerBegun && elapsedSeconds > 0) {
            output.print("\r\u001b[K");
            output.flush();
        }
        hasAnswerBegun = true;
    }

    /** Cancels the query on the server. Called when the JVM shuts down before the query has ended. */
    private void stop() {
        isStopped = true;
        eraseSeconds();
        connection.cancel();
        errorOutput.println("Cancelled.");
    }

    @Override
    public void close() {
        timer.cancel();
        stopHook.close();
    }
}
