package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.TranslatedQuery;
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
    private final Statement statement;
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
     * @param tolerance translates the query again, to find the function that has failed
     * @throws Refusal if the query fails, is cancelled or exceeds its timeout
     */
    List<List<@Nullable String>> rows(
            TranslatedQuery query, FailedFunction.Tolerance tolerance, DuckDb.StatementTimeout limit) {
        List<List<@Nullable String>> rows = List.of();
        try {
            rows = cancelled ? rows : DuckDb.rows(statement, query.sql(), query.functions(), timer, limit);
        } catch (Refusal refusal) {
            if (!cancelled) {
                throw withFunction(refusal, query, tolerance, limit);
            }
        }
        if (cancelled) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
        }
        return rows;
    }

    /** Returns a refusal that names the function that has failed, instead of all functions of the query. */
    private Refusal withFunction(
            Refusal refusal, TranslatedQuery query, FailedFunction.Tolerance tolerance, DuckDb.StatementTimeout limit) {
        if (query.functions().size() < 2 || !refusal.breaksOneOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
            return refusal;
        }
        return new FailedFunction(tolerance, tolerant -> succeeds(tolerant, limit))
                .of(query)
                .map(function -> DuckDb.calculationFailed(List.of(function), String.valueOf(refusal.argument(1))))
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
    void store(String table, TranslatedQuery query, DuckDb.StatementTimeout limit) {
        try {
            if (!cancelled) {
                timer.within(limit, statement, () -> statement.execute("CREATE TABLE " + table + " AS " + query.sql()));
                reader.commit();
            }
        } catch (SQLException failure) {
            if (!cancelled) {
                throw DuckDb.refused(failure, query.functions());
            }
        }
        if (cancelled) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.CANCELLED);
        }
    }

    /** Cancels the query. May be called from any thread. */
    void cancel() {
        cancelled = true;
        try {
            statement.cancel();
        } catch (SQLException ended) {
            throw new IllegalStateException("DuckDB can't cancel a query", ended);
        }
    }

    @Override
    public void close() {
        DuckDb.close(reader);
    }
}
