package dev.cairn.embedded.rows.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caches the most recently used prepared statements of one connection. DuckDB needs many times as long to parse and
 * plan a statement as to run it over a few rows.
 */
final class PreparedStatementCache implements AutoCloseable {
    private static final int MAX_STATEMENTS = 64;

    private final Connection connection;
    private final boolean isOptimized;
    private final Map<String, PreparedStatement> statementBySql = new LinkedHashMap<>(MAX_STATEMENTS, 0.75f, true);

    private PreparedStatementCache(Connection connection, boolean isOptimized) {
        this.connection = connection;
        this.isOptimized = isOptimized;
    }

    static PreparedStatementCache ofOptimized(Connection connection) {
        return new PreparedStatementCache(connection, true);
    }

    /**
     * Returns a cache of statements that DuckDB does not optimize. It would optimize a statement again at each
     * execution, which takes longer than the search for one row among a few thousand.
     */
    static PreparedStatementCache ofUnoptimized(Connection connection) {
        return new PreparedStatementCache(connection, false);
    }

    /** An execution of a prepared statement. */
    interface StatementAction<T> {
        T execute(PreparedStatement preparedStatement) throws SQLException;
    }

    /** Executes a statement, which is prepared once for all values of its parameters. */
    <T> T execute(ParameterizedSql parameterizedSql, StatementAction<T> action) throws SQLException {
        PreparedStatement preparedStatement = prepare(parameterizedSql.sql());
        boolean hasSucceeded = false;
        try {
            for (int i = 0; i < parameterizedSql.parameterValues().size(); i++) {
                preparedStatement.setString(
                        i + 1, parameterizedSql.parameterValues().get(i));
            }
            T result = action.execute(preparedStatement);
            hasSucceeded = true;
            return result;
        } finally {
            if (!hasSucceeded) {
                remove(parameterizedSql.sql());
            }
        }
    }

    /** Returns the cached statement, or prepares it and closes the least recently used one if the cache is full. */
    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement cachedStatement = statementBySql.get(sql);
        if (cachedStatement != null) {
            return cachedStatement;
        }
        PreparedStatement newStatement =
                isOptimized ? connection.prepareStatement(sql) : prepareUnoptimized(connection, sql);
        statementBySql.put(sql, newStatement);
        if (statementBySql.size() > MAX_STATEMENTS) {
            Iterator<PreparedStatement> iterator = statementBySql.values().iterator();
            iterator.next().close();
            iterator.remove();
        }
        return newStatement;
    }

    /** Prepares a statement without DuckDB's optimizer. */
    static PreparedStatement prepareUnoptimized(Connection connection, String sql) throws SQLException {
        setOptimizerEnabled(connection, false);
        try {
            return connection.prepareStatement(sql);
        } finally {
            setOptimizerEnabled(connection, true);
        }
    }

    private static void setOptimizerEnabled(Connection connection, boolean isEnabled) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION enable_optimizer = " + isEnabled);
        }
    }

    /** Forgets a statement that has failed: DuckDB closes it. */
    private void remove(String sql) throws SQLException {
        PreparedStatement failedStatement = statementBySql.remove(sql);
        if (failedStatement != null) {
            failedStatement.close();
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statementBySql.values()) {
            statement.close();
        }
        statementBySql.clear();
    }
}
