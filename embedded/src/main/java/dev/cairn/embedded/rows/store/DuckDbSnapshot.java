package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data of the database at one moment, for a single query, which may run while other statements change the data.
 * Closing the snapshot releases its connection for the next snapshot if the query succeeded at the first attempt, had
 * no rows beyond the first ones, set no variables, and was not cancelled; otherwise, it closes the connection.
 */
public final class DuckDbSnapshot implements AutoCloseable {
    /**
     * The limits of the first rows of a query, which are held in memory: their number, their size, and the time to
     * read them.
     */
    private static final int MAX_FIRST_ROWS = 2000;

    private static final long MAX_FIRST_CHARACTERS = 1 << 20;
    private static final long MAX_FIRST_NANOS = 50_000_000;

    private final SnapshotReaderPool readerPool;
    private final SnapshotReader reader;
    private final StatementWatchdog watchdog;

    private volatile boolean isCancelled;
    private Statement statement;
    private @Nullable OpenResult openResult;

    /** Whether another snapshot can use the reader: its query succeeded at the first attempt and set no variables. */
    private boolean isReaderReusable;

    private DuckDbSnapshot(
            SnapshotReaderPool readerPool, SnapshotReader reader, Statement statement, StatementWatchdog watchdog) {
        this.readerPool = readerPool;
        this.reader = reader;
        this.statement = statement;
        this.watchdog = watchdog;
    }

    /** Opens a snapshot of the data as of now. */
    static DuckDbSnapshot open(SnapshotReaderPool readerPool, StatementWatchdog watchdog) throws SQLException {
        SnapshotReader reader = readerPool.acquire();
        try {
            return new DuckDbSnapshot(readerPool, reader, reader.createStatement(), watchdog);
        } catch (SQLException failure) {
            reader.close();
            throw failure;
        }
    }

    private StatementRunner createRunner(StatementTimeout timeout) {
        return new StatementRunner(watchdog, this, timeout, System.nanoTime());
    }

    /** A result whose remaining rows are still to be sent. */
    private record OpenResult(ResultReader reader, TranslatedQuery query, StatementRunner runner) {}

    /**
     * Returns the first rows of a query, which are all rows of most queries. {@link #sendRemainingRows} returns the
     * others.
     *
     * @param retranslator translates the query again, if it fails
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    List<List<@Nullable String>> readFirstRows(
            TranslatedQuery query, QueryRetranslator retranslator, StatementTimeout timeout) {
        StatementRunner runner = createRunner(timeout);
        List<List<@Nullable String>> firstRows =
                Objects.requireNonNull(runWithRetry(query, retranslator, runner, this::startReading));
        if (openResult == null) {
            return firstRows;
        }
        // A query can't be repeated after some of its rows have been sent, so its arithmetic must not fail.
        TranslatedQuery wrappingQuery = retranslator.translate(TranslationMode.WRAPPING);
        return wrappingQuery.sql().equals(openResult.query.sql()) ? firstRows : restartReading(wrappingQuery, runner);
    }

    private List<List<@Nullable String>> restartReading(TranslatedQuery query, StatementRunner runner) {
        openResult = null;
        try {
            restartTransaction();
            return startReading(query, runner);
        } catch (Refusal refusal) {
            throw isCancelled ? Refusal.ofExecution(Span.NONE, EmbeddedRule.CANCELLED) : refusal;
        }
    }

    /** Executes a query, and reads rows up to the limits of the first rows. If rows remain, the result stays open. */
    private List<List<@Nullable String>> startReading(TranslatedQuery query, StatementRunner runner) {
        calculateConstants(statement, query, runner);
        try {
            return runner.run(statement, () -> {
                requireNotCancelled();
                ResultReader resultReader = new ResultReader(statement.executeQuery(query.sql()));
                List<List<@Nullable String>> rows = new ArrayList<>();
                List<@Nullable String> row = resultReader.readRow();
                long startNanos = System.nanoTime();
                for (; row != null; row = resultReader.readRow()) {
                    rows.add(row);
                    boolean isLimitReached =
                            rows.size() == MAX_FIRST_ROWS || resultReader.approximateSize() > MAX_FIRST_CHARACTERS;
                    if (isLimitReached || System.nanoTime() - startNanos > MAX_FIRST_NANOS) {
                        openResult = new OpenResult(resultReader, query, runner);
                        break;
                    }
                }
                return rows;
            });
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(determineCause(failure, query, runner), query.functionNames());
        }
    }

    /**
     * Returns the cause of a failure. While rows are read, DuckDB only reports that the result is invalid. The query is
     * then executed once more without streaming, so that it fails with the cause before its rows are read. If it
     * succeeds this time, the reported failure is returned.
     */
    private SQLException determineCause(SQLException failure, TranslatedQuery query, StatementRunner runner) {
        if (isCancelled || !String.valueOf(failure.getMessage()).contains("Invalid result set")) {
            return failure;
        }
        try {
            restartTransaction();
            statement.execute("SET " + DuckDbEngine.AttachedDatabase.STREAMING_SETTING + " = false");
            calculateConstants(statement, query, runner);
            runner.run(statement, () -> statement.execute(query.sql()));
            return failure;
        } catch (SQLException secondFailure) {
            return secondFailure;
        } finally {
            enableStreaming();
        }
    }

    private void enableStreaming() {
        restartTransaction();
        try {
            statement.execute("SET " + DuckDbEngine.AttachedDatabase.STREAMING_SETTING + " = true");
        } catch (SQLException failure) {
            throw createRestartFailure(failure);
        }
    }

    private static IllegalStateException createRestartFailure(SQLException failure) {
        return new IllegalStateException("DuckDB can't begin a query after a failure", failure);
    }

    /** Begins a new transaction, because a failure ends the previous transaction. */
    private void restartTransaction() {
        try {
            statement.close();
            reader.rollBackTransaction();
            statement = reader.createStatement();
        } catch (SQLException failure) {
            throw createRestartFailure(failure);
        }
    }

    /** Returns whether {@link #readFirstRows} has left rows to be sent. */
    boolean hasRemainingRows() {
        return openResult != null;
    }

    /**
     * Sends the rows that {@link #readFirstRows} has not read. Call it only if there
     * {@linkplain #hasRemainingRows are any}.
     *
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    void sendRemainingRows(Answer.ResultRowSink sink) throws IOException {
        OpenResult remainingResult = Objects.requireNonNull(openResult);
        try {
            remainingResult.runner.run(statement, () -> {
                requireNotCancelled();
                for (List<@Nullable String> row = remainingResult.reader.readRow();
                        row != null;
                        row = remainingResult.reader.readRow()) {
                    passRow(sink, row);
                }
                return true;
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } catch (SQLException failure) {
            throw isCancelled
                    ? Refusal.ofExecution(Span.NONE, EmbeddedRule.CANCELLED)
                    : DuckDbRefusals.createRefusal(
                            determineCause(failure, remainingResult.query, remainingResult.runner),
                            remainingResult.query.functionNames());
        }
    }

    /**
     * Throws if the query was cancelled before its statement ran: such a cancellation has not reached the statement.
     */
    private void requireNotCancelled() throws SQLException {
        if (isCancelled) {
            throw new SQLException("The statement was cancelled");
        }
    }

    private static void passRow(Answer.ResultRowSink sink, List<@Nullable String> row) {
        try {
            sink.accept(row);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Calculates the constants of a query, which reads them from variables of the connection. */
    private void calculateConstants(Statement executingStatement, TranslatedQuery query, StatementRunner runner) {
        query.constantNameBySql().forEach((constantSql, name) -> {
            try {
                runner.run(
                        executingStatement,
                        () -> executingStatement.execute("SET VARIABLE " + name + " = " + constantSql));
            } catch (SQLException failure) {
                throw DuckDbRefusals.createRefusal(failure, query.functionNames());
            }
        });
    }

    /** An attempt to execute a query, which returns its result. */
    private interface QueryAction<T> {
        T execute(TranslatedQuery query, StatementRunner runner);
    }

    /**
     * Runs a query, and repeats it once if this may help: with arithmetic that wraps around if a calculation has
     * failed, or after the end of another statement if memory was short.
     *
     * @throws Refusal if the query is cancelled, or fails even so
     */
    private <T> @Nullable T runWithRetry(
            TranslatedQuery query, QueryRetranslator retranslator, StatementRunner runner, QueryAction<T> action) {
        long startNanos = System.nanoTime();
        T result = null;
        try {
            result = isCancelled ? null : action.execute(query, runner);
            isReaderReusable = query.constantNameBySql().isEmpty();
        } catch (Refusal refusal) {
            if (!isCancelled && refusal.breaksAnyRule(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                TranslatedQuery wrappingQuery = retranslator.translate(TranslationMode.WRAPPING);
                result = wrappingQuery.sql().equals(query.sql())
                        ? null
                        : tryInNewTransaction(wrappingQuery, runner, action);
            } else if (!isCancelled
                    && refusal.breaksAnyRule(Set.of(EmbeddedRule.MEMORY_LIMIT))
                    && watchdog.freeMemory(startNanos)) {
                result = tryInNewTransaction(query, runner, action);
            }
            if (!isCancelled && result == null) {
                throw nameFailedFunction(refusal, query, retranslator, runner);
            }
        }
        if (isCancelled) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        return result;
    }

    /**
     * Runs a query in a new transaction, because a failure ends the first one. The result is null if this attempt also
     * fails.
     *
     * @throws Refusal if this attempt exceeds its timeout, or is ended because memory is short
     */
    private <T> @Nullable T tryInNewTransaction(TranslatedQuery query, StatementRunner runner, QueryAction<T> action) {
        try {
            restartTransaction();
            return action.execute(query, runner);
        } catch (Refusal refusal) {
            if (refusal.breaksAnyRule(Set.of(EmbeddedRule.TIMEOUT, EmbeddedRule.ENDED_FOR_MEMORY))) {
                throw refusal;
            }
            return null;
        }
    }

    /** Returns a refusal that names the function that has failed, instead of all functions of the query. */
    private Refusal nameFailedFunction(
            Refusal refusal, TranslatedQuery query, QueryRetranslator retranslator, StatementRunner runner) {
        if (query.functionNames().size() < 2 || !refusal.breaksAnyRule(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
            return refusal;
        }
        return new FailedFunctionFinder(retranslator, tolerantQuery -> succeeds(tolerantQuery, runner))
                .find(query)
                .map(function ->
                        DuckDbRefusals.createCalculationRefusal(List.of(function), String.valueOf(refusal.argument(1))))
                .orElse(refusal);
    }

    private boolean succeeds(TranslatedQuery query, StatementRunner runner) {
        // DuckDB closes a statement that fails.
        try (Statement attemptStatement = reader.createStatement()) {
            reader.rollBackTransaction();
            calculateConstants(attemptStatement, query, runner);
            runner.queryRows(attemptStatement, query.sql(), List.of());
            return true;
        } catch (Refusal ignored) {
            return false;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't end the transaction of a failed query", failure);
        }
    }

    /**
     * Stores the rows of a query in a new table, which other connections see when this method returns.
     *
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    public void store(
            String tableName, TranslatedQuery query, QueryRetranslator retranslator, StatementTimeout timeout) {
        runWithRetry(
                query,
                retranslator,
                createRunner(timeout),
                (translatedQuery, runner) -> storeOnce(tableName, translatedQuery, runner));
    }

    private boolean storeOnce(String tableName, TranslatedQuery query, StatementRunner runner) {
        try {
            Statement writingStatement = statement;
            calculateConstants(writingStatement, query, runner);
            runner.run(writingStatement, () -> {
                requireNotCancelled();
                return writingStatement.execute("CREATE TABLE " + tableName + " AS " + query.sql());
            });
            reader.commitTransaction();
            return true;
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure, query.functionNames());
        }
    }

    /** Cancels the query, unless it has ended. May be called from any thread. */
    public void cancel() {
        isCancelled = true;
        watchdog.cancel(this);
    }

    @Override
    public void close() {
        if (isReaderReusable && openResult == null && !isCancelled) {
            endTransaction();
            readerPool.release(reader);
        } else {
            reader.close();
        }
    }

    private void endTransaction() {
        try {
            statement.close();
            reader.commitTransaction();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't end a query", failure);
        }
    }
}
