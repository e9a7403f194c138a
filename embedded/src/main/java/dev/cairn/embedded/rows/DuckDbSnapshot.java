package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;
import dev.cairn.sql.ast.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data of the database at one moment, for a single query. */
final class DuckDbSnapshot implements AutoCloseable {
    private final Connection reader;
    private final RunningStatements statements;

    private volatile boolean cancelled;
    private Statement statement;

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

    /**
     * Returns the rows of a query as texts; null stands for NULL.
     *
     * @param repetition translates the query again, if it fails
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    List<List<@Nullable String>> rows(
            TranslatedQuery query, TranslationRetry repetition, DuckDb.StatementTimeout limit) {
        List<List<@Nullable String>> rows = run(query, repetition, runner(limit), this::rows);
        return rows == null ? List.of() : rows;
    }

    private List<List<@Nullable String>> rows(TranslatedQuery query, DuckDb.Runner runner) {
        calculateConstants(statement, query, runner);
        return DuckDb.rows(statement, query.sql(), query.functions(), runner);
    }

    private void calculateConstants(Statement by, TranslatedQuery query, DuckDb.Runner runner) {
        query.constants().forEach((value, name) -> {
            try {
                runner.run(by, () -> by.execute("SET VARIABLE " + name + " = " + value));
            } catch (SQLException failure) {
                throw DuckDb.refusalOf(failure, query.functions());
            }
        });
    }

    /** Runs a query. */
    private interface Run<T> {
        T of(TranslatedQuery query, DuckDb.Runner runner);
    }

    /**
     * Runs a query. If a value is beyond the range of its type, runs it again with arithmetic that wraps round, and if other statements
     * had used the memory that it needs, runs it again after the end of one of them.
     */
    private <T> @Nullable T run(TranslatedQuery query, TranslationRetry repetition, DuckDb.Runner runner, Run<T> run) {
        T result = null;
        try {
            result = cancelled ? null : run.of(query, runner);
        } catch (Refusal refusal) {
            if (!cancelled && refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                TranslatedQuery wrapping = repetition.of(TranslationMode.WRAPPING);
                result = wrapping.sql().equals(query.sql()) ? null : repeat(wrapping, runner, run);
            } else if (!cancelled && refusal.breaksOneOf(Set.of(EmbeddedRule.MEMORY_LIMIT)) && statements.makeRoom()) {
                result = repeat(query, runner, run);
            }
            if (!cancelled && result == null) {
                throw withFunction(refusal, query, repetition, runner);
            }
        }
        if (cancelled) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        return result;
    }

    /** Runs a query in a new transaction, because a failure ends the first one; null if this fails, too. */
    private <T> @Nullable T repeat(TranslatedQuery query, DuckDb.Runner runner, Run<T> run) {
        try {
            reader.rollback();
            statement.close();
            statement = reader.createStatement();
            return run.of(query, runner);
        } catch (Refusal refusal) {
            if (refusal.breaksOneOf(Set.of(EmbeddedRule.TIMEOUT, EmbeddedRule.ENDED_FOR_MEMORY))) {
                throw refusal;
            }
            return null;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't repeat a query", failure);
        }
    }

    /** Returns a refusal that names the function that has failed, instead of all functions of the query. */
    private Refusal withFunction(
            Refusal refusal, TranslatedQuery query, TranslationRetry repetition, DuckDb.Runner runner) {
        if (query.functions().size() < 2 || !refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
            return refusal;
        }
        return new FailedFunction(repetition, tolerant -> succeeds(tolerant, runner))
                .of(query)
                .map(function -> DuckDb.failedCalculation(List.of(function), String.valueOf(refusal.argument(1))))
                .orElse(refusal);
    }

    private boolean succeeds(TranslatedQuery query, DuckDb.Runner runner) {
        // DuckDB closes a statement that fails.
        try (Statement attempt = reader.createStatement()) {
            reader.rollback();
            calculateConstants(attempt, query, runner);
            DuckDb.rows(attempt, query.sql(), List.of(), runner);
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
    void store(String table, TranslatedQuery query, TranslationRetry repetition, DuckDb.StatementTimeout limit) {
        run(query, repetition, runner(limit), (each, runner) -> store(table, each, runner));
    }

    private boolean store(String table, TranslatedQuery query, DuckDb.Runner runner) {
        try {
            Statement writer = statement;
            calculateConstants(writer, query, runner);
            runner.run(writer, () -> writer.execute("CREATE TABLE " + table + " AS " + query.sql()));
            reader.commit();
            return true;
        } catch (SQLException failure) {
            throw DuckDb.refusalOf(failure, query.functions());
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
