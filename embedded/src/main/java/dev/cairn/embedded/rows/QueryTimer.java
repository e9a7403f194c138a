package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Span;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends statements that take longer than they may. The driver's own timer keeps each statement until its time is over. */
final class QueryTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    QueryTimer() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "cairn-embedded-query-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Work with a statement of DuckDB. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Does something with a statement, which is cancelled when the time is over.
     *
     * @param seconds 0 is without limit
     * @throws Refusal if it was cancelled
     */
    <T> T within(int seconds, Statement statement, Work<T> work) throws SQLException {
        if (seconds == 0) {
            return work.run();
        }
        AtomicBoolean over = new AtomicBoolean();
        ScheduledFuture<Void> end = executor.schedule(
                () -> {
                    over.set(true);
                    statement.cancel();
                    return null;
                },
                seconds,
                TimeUnit.SECONDS);
        try {
            return work.run();
        } catch (SQLException failure) {
            if (over.get()) {
                throw Refusal.execution(
                        Span.NONE,
                        "Query reached its timeout of " + seconds
                                + " seconds, please increase the 'query_timeout' session variable and retry");
            }
            throw failure;
        } finally {
            end.cancel(false);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
