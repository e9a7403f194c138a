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
    private final QueryTimer timer;

    /** Held to cancel and to close: DuckDB must not interrupt a connection while it is being closed. */
    private final Object end = new Object();

    private volatile Statement statement;
    private volatile boolean cancelled;

    DuckDbSnapshot(Connection reader, QueryTimer timer) throws SQLException {
        this.reader = reader;
        this.timer = timer;
        reader.setAutoCommit(false);
        statement = reader.createStatement();
        statement.execute("SELECT 1 FROM " + DuckDb.ANCHOR);
    }

    /**
     * Returns the rows of a query as texts; null stands for NULL.
     *
     * @param repetition translates the query again, if it fails
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    List<List<@Nullable String>> rows(
            TranslatedQuery query, TranslationRetry repetition, DuckDb.StatementTimeout limit) {
        List<List<@Nullable String>> rows = run(query, repetition, limit, this::rows);
        return rows == null ? List.of() : rows;
    }

    private List<List<@Nullable String>> rows(TranslatedQuery query, DuckDb.StatementTimeout limit) {
        return DuckDb.rows(statement, query.sql(), query.functions(), timer, limit);
    }

    /** Runs a query. */
    private interface Run<T> {
        T of(TranslatedQuery query, DuckDb.StatementTimeout limit);
    }

    /** Runs a query; if a value is beyond the range of its type, runs it again with arithmetic that wraps round. */
    private <T> @Nullable T run(
            TranslatedQuery query, TranslationRetry repetition, DuckDb.StatementTimeout limit, Run<T> run) {
        T result = null;
        try {
            result = cancelled ? null : run.of(query, limit);
        } catch (Refusal refusal) {
            TranslatedQuery wrapping = refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))
                    ? repetition.of(TranslationMode.WRAPPING)
                    : query;
            if (!cancelled && !wrapping.sql().equals(query.sql())) {
                result = repeat(wrapping, limit, run);
            }
            if (!cancelled && result == null) {
                throw withFunction(refusal, query, repetition, limit);
            }
        }
        if (cancelled) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        return result;
    }

    /** Runs a query in a new transaction, because a failure ends the first one; null if this fails, too. */
    private <T> @Nullable T repeat(TranslatedQuery query, DuckDb.StatementTimeout limit, Run<T> run) {
        try {
            reader.rollback();
            statement.close();
            statement = reader.createStatement();
            return run.of(query, limit);
        } catch (Refusal refusal) {
            return null;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't repeat a query", failure);
        }
    }

    /** Returns a refusal that names the function that has failed, instead of all functions of the query. */
    private Refusal withFunction(
            Refusal refusal, TranslatedQuery query, TranslationRetry repetition, DuckDb.StatementTimeout limit) {
        if (query.functions().size() < 2 || !refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
            return refusal;
        }
        return new FailedFunction(repetition, tolerant -> succeeds(tolerant, limit))
                .of(query)
                .map(function -> DuckDb.failedCalculation(List.of(function), String.valueOf(refusal.argument(1))))
                .orElse(refusal);
    }

    private boolean succeeds(TranslatedQuery query, DuckDb.StatementTimeout limit) {
        // DuckDB closes a statement that fails.
        try (Statement attempt = reader.createStatement()) {
            reader.rollback();
            DuckDb.rows(attempt, query.sql(), List.of(), timer, limit);
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
        run(query, repetition, limit, (each, within) -> store(table, each, within));
    }

    private boolean store(String table, TranslatedQuery query, DuckDb.StatementTimeout limit) {
        try {
            Statement writer = statement;
            timer.runWithin(limit, writer, () -> writer.execute("CREATE TABLE " + table + " AS " + query.sql()));
            reader.commit();
            return true;
        } catch (SQLException failure) {
            throw DuckDb.refusalOf(failure, query.functions());
        }
    }

    /** Cancels the query, unless it has ended. May be called from any thread. */
    void cancel() {
        cancelled = true;
        synchronized (end) {
            Statement current = statement;
            try {
                current.cancel();
            } catch (SQLException failure) {
                if (!isClosed(current)) {
                    throw new IllegalStateException("DuckDB can't cancel a query", failure);
                }
            }
        }
    }

    /** DuckDB closes a statement that fails, and those of a closed connection. */
    private static boolean isClosed(Statement statement) {
        try {
            return statement.isClosed();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB gives no state of a query", failure);
        }
    }

    @Override
    public void close() {
        synchronized (end) {
            DuckDb.close(reader);
        }
    }
}
