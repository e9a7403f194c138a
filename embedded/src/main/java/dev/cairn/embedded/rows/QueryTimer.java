package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cancels statements that exceed their timeout. The driver's own timer would keep each statement until its timeout
 * has elapsed.
 */
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

    /** An operation on a DuckDB statement. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Runs an operation on a statement, and cancels the statement when the timeout has elapsed.
     *
     * @throws Refusal if the statement was cancelled
     */
    <T> T runWithin(DuckDb.StatementTimeout limit, Statement statement, Work<T> work) throws SQLException {
        if (limit.seconds() == 0) {
            return work.run();
        }
        AtomicBoolean over = new AtomicBoolean();
        ScheduledFuture<Void> end = executor.schedule(
                () -> {
                    over.set(true);
                    statement.cancel();
                    return null;
                },
                limit.seconds(),
                TimeUnit.SECONDS);
        try {
            return work.run();
        } catch (SQLException failure) {
            if (over.get()) {
                throw limit.timeoutRefusal();
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
