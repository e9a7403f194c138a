package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.function.StatementBudget;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Watches the statements that DuckDB executes for all servers of the process, and ends statements that are cancelled or
 * exceed their timeout. While statements use most of the memory, it ends the longest-running statement, so that short
 * statements have room, and memory is never exhausted.
 */
final class StatementWatchdog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StatementWatchdog.class.getName());

    private static final long WATCH_INTERVAL_MILLIS = 100;

    /** A statement that has run for a shorter time is not ended in favor of others, unless all memory is in use. */
    private static final long LONG_STATEMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The maximum time that a statement waits for the end of another one whose memory it needs. */
    private static final long MAX_WAIT_SECONDS = 5;

    private final ConcurrentSkipListMap<Long, StatementExecution> executionByNumber = new ConcurrentSkipListMap<>();
    private final AtomicLong startedStatementCount = new AtomicLong();
    private final long memoryLimitBytes;
    private final MemoryMeter memoryMeter;
    private final ScheduledThreadPoolExecutor watchExecutor;
    private final ScheduledFuture<?> watchTask;

    /** Cancels statements in separate threads: a cancellation may block until DuckDB has planned the statement. */
    private final Executor cancellationExecutor;

    /** The memory that the rows of tables use, as measured when no statement ran. */
    private volatile long tableBytes;
    /** The number of statements that had started when {@link #tableBytes} was measured. */
    private volatile long measuredStatementCount;

    private @Nullable StatementFinish lastFinish;

    /** The last time at which a statement finished in another thread than that of {@link #lastFinish}. */
    private @Nullable StatementFinish lastFinishOfOtherThread;

    /**
     * Begins the watch, in a daemon thread.
     *
     * @param memoryLimitBytes the memory that all statements and the rows of all tables may use
     */
    StatementWatchdog(long memoryLimitBytes, MemoryMeter memoryMeter) {
        this.memoryLimitBytes = memoryLimitBytes;
        this.memoryMeter = memoryMeter;
        watchExecutor = new ScheduledThreadPoolExecutor(1, task -> createThread(task, "cairn-embedded-statements"));
        cancellationExecutor = Executors.newCachedThreadPool(task -> createThread(task, "cairn-embedded-cancellation"));
        watchTask = watchExecutor.scheduleWithFixedDelay(
                this::watchStatements, WATCH_INTERVAL_MILLIS, WATCH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread createThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Executes a statement.
     *
     * @throws Refusal if the statement exceeded its timeout, or was ended because memory was short
     */
    <T> T run(StatementRunner runner, Statement statement, StatementBudget.Work<T, SQLException> work)
            throws SQLException {
        StatementExecution execution = new StatementExecution(runner, statement, cancellationExecutor);
        Long executionNumber = startedStatementCount.incrementAndGet();
        executionByNumber.put(executionNumber, execution);
        try {
            return execution.budget.runWith(work);
        } catch (SQLException failure) {
            EndReason endReason = execution.endReason();
            if (endReason == EndReason.TIMEOUT) {
                throw runner.timeout().createTimeoutRefusal();
            }
            if (endReason == EndReason.MEMORY) {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.ENDED_FOR_MEMORY, DuckDbEngine.MEMORY_LIMIT);
            }
            String refusalMessage = execution.budget.refusalMessage();
            throw refusalMessage == null ? failure : new SQLException(refusalMessage, failure);
        } finally {
            execution.finish();
            executionByNumber.remove(executionNumber);
            recordFinish();
        }
    }

    private synchronized void recordFinish() {
        StatementFinish finish = new StatementFinish(Thread.currentThread(), System.nanoTime());
        if (lastFinish != null && lastFinish.thread() != finish.thread()) {
            lastFinishOfOtherThread = lastFinish;
        }
        lastFinish = finish;
    }

    private synchronized boolean hasOtherThreadFinishedSince(long startNanos) {
        boolean isFinishOfCurrentThread = lastFinish != null && lastFinish.thread() == Thread.currentThread();
        StatementFinish finish = isFinishOfCurrentThread ? lastFinishOfOtherThread : lastFinish;
        return finish != null && finish.nanos() - startNanos > 0;
    }

    /** Cancels the statement of an owner, if one is running. May be called from any thread. */
    void cancel(Object owner) {
        executionByNumber.values().stream()
                .filter(execution -> execution.runner.owner() == owner)
                .forEach(execution -> execution.end(EndReason.CANCELLATION));
    }

    /**
     * Ends the statements that are cancelled or have exceeded their time limit, and the oldest statement if memory is
     * short. A failure is logged, so that it does not end the watch over other statements.
     */
    private void watchStatements() {
        try {
            executionByNumber.values().forEach(StatementWatchdog::endIfDue);
            updateTableBytes();
            Map.Entry<Long, StatementExecution> oldestEntry = executionByNumber.firstEntry();
            if (oldestEntry != null) {
                long usedBytes = memoryMeter.measureUsedBytes();
                if (isMemoryShort(usedBytes)
                        && (oldestEntry.getValue().isLongRunning() || usedBytes >= memoryLimitBytes)) {
                    oldestEntry.getValue().end(EndReason.MEMORY);
                }
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.WARNING, "Can't watch over the statements of the embedded server", failure);
        }
    }

    private static void endIfDue(StatementExecution execution) {
        EndReason endReason = execution.endReason();
        if (endReason != null) {
            execution.end(endReason);
        } else if (execution.hasTimedOut()) {
            execution.end(EndReason.TIMEOUT);
        }
    }

    /**
     * Makes room for a statement of this thread that was refused because memory was short: ends the oldest statement,
     * and waits up to {@value #MAX_WAIT_SECONDS} seconds for its end. If memory is no longer short, it was used either
     * by a statement of another thread that has ended, or by the refused statement itself, which would fail again.
     *
     * @param startNanos when the refused statement began
     * @return whether the statement may be tried once more
     */
    boolean freeMemory(long startNanos) {
        try {
            Map.Entry<Long, StatementExecution> oldestEntry = executionByNumber.firstEntry();
            if (oldestEntry == null || !isMemoryShort(memoryMeter.measureUsedBytes())) {
                return hasOtherThreadFinishedSince(startNanos);
            }
            oldestEntry.getValue().end(EndReason.MEMORY);
            return oldestEntry.getValue().finishLatch.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns whether statements use at least three quarters of the memory that the rows of tables leave free. */
    private boolean isMemoryShort(long usedBytes) {
        return usedBytes - tableBytes >= (memoryLimitBytes - tableBytes) / 4 * 3;
    }

    /** Measures the memory that the rows of tables use, if statements have run since the last measurement. */
    private void updateTableBytes() throws SQLException {
        long startedCount = startedStatementCount.get();
        if (startedCount != measuredStatementCount && executionByNumber.isEmpty()) {
            long usedBytes = memoryMeter.measureUsedBytes();
            if (executionByNumber.isEmpty()) {
                tableBytes = usedBytes;
                measuredStatementCount = startedCount;
            }
        }
    }

    @Override
    public void close() {
        watchTask.cancel(false);
        watchExecutor.shutdownNow();
    }

    /** Measures the memory in use. */
    @FunctionalInterface
    interface MemoryMeter {
        long measureUsedBytes() throws SQLException;
    }

    /** The time at which a thread finished a statement. */
    private record StatementFinish(Thread thread, long nanos) {}

    /** The reason why a statement was ended. */
    private enum EndReason {
        TIMEOUT,
        MEMORY,
        CANCELLATION
    }

    /** A statement that is running. */
    private static final class StatementExecution {
        private final StatementRunner runner;
        private final Statement statement;
        private final StatementBudget budget = new StatementBudget();
        private final long startNanos = System.nanoTime();
        private final CountDownLatch finishLatch = new CountDownLatch(1);
        private final Executor cancellationExecutor;
        private final AtomicReference<@Nullable EndReason> endReason = new AtomicReference<>();
        private final AtomicBoolean isCancelling = new AtomicBoolean();

        StatementExecution(StatementRunner runner, Statement statement, Executor cancellationExecutor) {
            this.runner = runner;
            this.statement = statement;
            this.cancellationExecutor = cancellationExecutor;
        }

        boolean isLongRunning() {
            return System.nanoTime() - startNanos > LONG_STATEMENT_NANOS;
        }

        boolean hasTimedOut() {
            return runner.timeout().isExceeded(runner.startNanos());
        }

        /** Ends the statement, unless it has finished. The first reason is kept. Does not wait for the end. */
        void end(EndReason reason) {
            if (finishLatch.getCount() == 0) {
                return;
            }
            endReason.compareAndSet(null, reason);
            budget.end();
            if (isCancelling.compareAndSet(false, true)) {
                cancellationExecutor.execute(this::cancelStatement);
            }
        }

        /**
         * Cancels the statement, unless it has finished. DuckDB ignores a cancellation between the steps of a
         * statement, and must not receive one while its connection is being closed, which may happen when the
         * statement has ended.
         */
        private synchronized void cancelStatement() {
            try {
                if (finishLatch.getCount() > 0) {
                    statement.cancel();
                }
            } catch (SQLException failure) {
                LOG.log(Level.DEBUG, "A statement that has failed can't be cancelled", failure);
            } finally {
                isCancelling.set(false);
            }
        }

        /** Marks the statement as finished; waits for the end of a cancellation that is in progress. */
        synchronized void finish() {
            finishLatch.countDown();
        }

        @Nullable
        EndReason endReason() {
            return endReason.get();
        }
    }
}
