package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.function.StatementBudget;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes one statement of a client, possibly in several attempts, which share one timeout.
 *
 * @param owner the object that may cancel the statement
 * @param startNanos the time from which the timeout counts, in nanoseconds
 */
record StatementRunner(StatementWatchdog watchdog, Object owner, StatementTimeout timeout, long startNanos) {
    /** The maximum size, in characters, of the rows that one statement reads at once: they are held on the heap. */
    private static final long MAX_ANSWER_SIZE = Runtime.getRuntime().maxMemory() / 4;

    <T> T run(Statement statement, StatementBudget.Work<T, SQLException> work) throws SQLException {
        return watchdog.run(this, statement, work);
    }

    /**
     * Returns the rows of a query.
     *
     * @param functionNames the functions that the statement calls, for the message of a failure
     * @throws Refusal if the query fails, or its rows are too large for the heap
     */
    List<List<@Nullable String>> queryRows(Statement statement, String sql, Collection<String> functionNames) {
        try {
            return run(statement, () -> {
                try (ResultSet resultSet = statement.executeQuery(sql)) {
                    ResultReader reader = new ResultReader(resultSet);
                    List<List<@Nullable String>> rows = new ArrayList<>();
                    for (List<@Nullable String> row = reader.readRow(); row != null; row = reader.readRow()) {
                        if (reader.approximateSize() > MAX_ANSWER_SIZE) {
                            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.ANSWER_TOO_LARGE);
                        }
                        rows.add(row);
                    }
                    return rows;
                }
            });
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure, functionNames);
        }
    }
}
