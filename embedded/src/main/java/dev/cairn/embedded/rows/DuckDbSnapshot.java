package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;
import dev.cairn.sql.ast.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data of the database at one moment, for a single query. */
final class DuckDbSnapshot implements AutoCloseable {
    /**
     * The limits of the first rows of a query, which are held in memory: their number, their size, and the time to
     * read them.
     */
    private static final int FIRST_ROWS = 2000;

    private static final long FIRST_SIZE = 1 << 20;
    private static final long FIRST_NANOS = 50_000_000;

    private final Connection reader;
    private final RunningStatements statements;

    private volatile boolean cancelled;
    private Statement statement;
    private @Nullable OpenResult openResult;

    private DuckDbSnapshot(Connection reader, Statement statement, RunningStatements statements) {
        this.reader = reader;
        this.statement = statement;
        this.statements = statements;
    }

    /** Makes a snapshot over a connection that belongs to it. */
    static DuckDbSnapshot open(Connection reader, RunningStatements statements) throws SQLException {
        try {
            reader.setAutoCommit(false);
            Statement statement = reader.createStatement();
            statement.execute("SELECT 1 FROM " + DuckDb.ANCHOR);
            return new DuckDbSnapshot(reader, statement, statements);
        } catch (SQLException failure) {
            DuckDb.close(reader);
            throw failure;
        }
    }

    private DuckDb.Runner runner(DuckDb.StatementTimeout timeout) {
        return new DuckDb.Runner(statements, this, timeout, System.nanoTime());
    }

    /** A result whose remaining rows are still to be sent. */
    private record OpenResult(ResultReader reader, TranslatedQuery query, DuckDb.Runner runner) {}

    /**
     * Returns the first rows of a query, which are all rows of most queries. {@link #send} returns the others.
     *
     * @param retry translates the query again, if it fails
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    List<List<@Nullable String>> begin(TranslatedQuery query, TranslationRetry retry, DuckDb.StatementTimeout limit) {
        DuckDb.Runner runner = runner(limit);
        List<List<@Nullable String>> first = Objects.requireNonNull(run(query, retry, runner, this::begin));
        if (openResult == null) {
            return first;
        }
        // Nothing can repeat a query of which rows have been sent, so its arithmetic must not fail.
        TranslatedQuery wrapping = retry.translate(TranslationMode.WRAPPING);
        return wrapping.sql().equals(openResult.query.sql()) ? first : restart(wrapping, runner);
    }

    private List<List<@Nullable String>> restart(TranslatedQuery query, DuckDb.Runner runner) {
        openResult = null;
        try {
            restartTransaction();
            return begin(query, runner);
        } catch (Refusal refusal) {
            throw cancelled ? Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED) : refusal;
        }
    }

    private List<List<@Nullable String>> begin(TranslatedQuery query, DuckDb.Runner runner) {
        calculateConstants(statement, query, runner);
        try {
            return runner.run(statement, () -> {
                requireNotCancelled();
                ResultReader reader = new ResultReader(statement.executeQuery(query.sql()));
                List<List<@Nullable String>> rows = new ArrayList<>();
                List<@Nullable String> row = reader.readRow();
                long begin = System.nanoTime();
                for (; row != null; row = reader.readRow()) {
                    rows.add(row);
                    boolean many = rows.size() == FIRST_ROWS || reader.size() > FIRST_SIZE;
                    if (many || System.nanoTime() - begin > FIRST_NANOS) {
                        openResult = new OpenResult(reader, query, runner);
                        break;
                    }
                }
                return rows;
            });
        } catch (SQLException failure) {
            throw DuckDb.toRefusal(findCause(failure, query, runner), query.functions());
        }
    }

    /**
     * Returns the cause of a failure, which DuckDB does not tell while rows are read: the query fails once more without a
     * reader.
     */
    private SQLException findCause(SQLException failure, TranslatedQuery query, DuckDb.Runner runner) {
        if (cancelled || !String.valueOf(failure.getMessage()).contains("Invalid result set")) {
            return failure;
        }
        try {
            restartTransaction();
            statement.execute("SET " + DuckDbEngine.Database.STREAMING + " = false");
            calculateConstants(statement, query, runner);
            runner.run(statement, () -> statement.execute(query.sql()));
            return failure;
        } catch (SQLException again) {
            return again;
        } finally {
            enableStreaming();
        }
    }

    private void enableStreaming() {
        restartTransaction();
        try {
            statement.execute("SET " + DuckDbEngine.Database.STREAMING + " = true");
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't begin a query after a failure", failure);
        }
    }

    /** Begins a new transaction, because a failure ends the one before. */
    private void restartTransaction() {
        try {
            statement.close();
            reader.rollback();
            statement = reader.createStatement();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't begin a query after a failure", failure);
        }
    }

    /** Returns whether {@link #begin} has left rows to be sent. */
    boolean hasRemainingRows() {
        return openResult != null;
    }

    /**
     * Sends the rows that {@link #begin} has left.
     *
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    void send(Answer.RowSink sink) throws IOException {
        OpenResult left = Objects.requireNonNull(openResult);
        try {
            left.runner.run(statement, () -> {
                requireNotCancelled();
                for (List<@Nullable String> row = left.reader.readRow(); row != null; row = left.reader.readRow()) {
                    accept(sink, row);
                }
                return true;
            });
        } catch (UncheckedIOException disconnected) {
            throw disconnected.getCause();
        } catch (SQLException failure) {
            throw cancelled
                    ? Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED)
                    : DuckDb.toRefusal(findCause(failure, left.query, left.runner), left.query.functions());
        }
    }

    /**
     * Throws if the query was cancelled before its statement ran: such a cancellation has not reached the statement.
     */
    private void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("The statement was cancelled");
        }
    }

    private static void accept(Answer.RowSink sink, List<@Nullable String> row) {
        try {
            sink.accept(row);
        } catch (IOException disconnected) {
            throw new UncheckedIOException(disconnected);
        }
    }

    private void calculateConstants(Statement by, TranslatedQuery query, DuckDb.Runner runner) {
        query.constants().forEach((value, name) -> {
            try {
                runner.run(by, () -> by.execute("SET VARIABLE " + name + " = " + value));
            } catch (SQLException failure) {
                throw DuckDb.toRefusal(failure, query.functions());
            }
        });
    }

    /** Executes a query once, and returns its result. */
    private interface QueryRun<T> {
        T execute(TranslatedQuery query, DuckDb.Runner runner);
    }

    /**
     * Runs a query, and repeats it once if it fails: with arithmetic that wraps round if a value is beyond the range
     * of its type, or after the end of another statement if that statement uses the memory.
     */
    private <T> @Nullable T run(TranslatedQuery query, TranslationRetry retry, DuckDb.Runner runner, QueryRun<T> run) {
        T result = null;
        try {
            result = cancelled ? null : run.execute(query, runner);
        } catch (Refusal refusal) {
            if (!cancelled && refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                TranslatedQuery wrapping = retry.translate(TranslationMode.WRAPPING);
                result = wrapping.sql().equals(query.sql()) ? null : repeat(wrapping, runner, run);
            } else if (!cancelled && refusal.breaksOneOf(Set.of(EmbeddedRule.MEMORY_LIMIT)) && statements.makeRoom()) {
                result = repeat(query, runner, run);
            }
            if (!cancelled && result == null) {
                throw withFunction(refusal, query, retry, runner);
            }
        }
        if (cancelled) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        return result;
    }

    /** Runs a query in a new transaction, because a failure ends the first one; null if this fails, too. */
    private <T> @Nullable T repeat(TranslatedQuery query, DuckDb.Runner runner, QueryRun<T> run) {
        try {
            restartTransaction();
            return run.execute(query, runner);
        } catch (Refusal refusal) {
            if (refusal.breaksOneOf(Set.of(EmbeddedRule.TIMEOUT, EmbeddedRule.ENDED_FOR_MEMORY))) {
                throw refusal;
            }
            return null;
        }
    }

    /** Returns a refusal that names the function that has failed, instead of all functions of the query. */
    private Refusal withFunction(Refusal refusal, TranslatedQuery query, TranslationRetry retry, DuckDb.Runner runner) {
        if (query.functions().size() < 2 || !refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
            return refusal;
        }
        return new FailedFunctionSearch(retry, tolerant -> succeeds(tolerant, runner))
                .find(query)
                .map(function -> DuckDb.failedCalculation(List.of(function), String.valueOf(refusal.argument(1))))
                .orElse(refusal);
    }

    private boolean succeeds(TranslatedQuery query, DuckDb.Runner runner) {
        // DuckDB closes a statement that fails.
        try (Statement attempt = reader.createStatement()) {
            reader.rollback();
            calculateConstants(attempt, query, runner);
            DuckDb.queryRows(attempt, query.sql(), List.of(), runner);
            return true;
        } catch (Refusal refusal) {
            return false;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't end the transaction of a failed query", failure);
        }
    }

    /**
     * Stores the rows of a query in a new table, which other connections see when this returns.
     *
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    void store(String table, TranslatedQuery query, TranslationRetry retry, DuckDb.StatementTimeout limit) {
        run(query, retry, runner(limit), (each, runner) -> store(table, each, runner));
    }

    private boolean store(String table, TranslatedQuery query, DuckDb.Runner runner) {
        try {
            Statement writer = statement;
            calculateConstants(writer, query, runner);
            runner.run(writer, () -> {
                requireNotCancelled();
                return writer.execute("CREATE TABLE " + table + " AS " + query.sql());
            });
            reader.commit();
            return true;
        } catch (SQLException failure) {
            throw DuckDb.toRefusal(failure, query.functions());
        }
    }

    /** Cancels the query, unless it has ended. May be called from any thread. */
    void cancel() {
        cancelled = true;
        statements.cancel(this);
    }

    @Override
    public void close() {
        DuckDb.close(reader);
    }
}
