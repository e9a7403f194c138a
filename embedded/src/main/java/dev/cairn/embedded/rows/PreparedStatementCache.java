package dev.cairn.embedded.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caches the prepared statements of one connection that were used last. DuckDB needs many times as long to parse and
 * plan a statement as to run it over a few rows.
 */
final class PreparedStatementCache implements AutoCloseable {
    private static final int MAX_STATEMENTS = 64;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(MAX_STATEMENTS, 0.75f, true);

    PreparedStatementCache(Connection connection) {
        this.connection = connection;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement cachedStatement = statements.get(sql);
        if (cachedStatement != null) {
            return cachedStatement;
        }
        PreparedStatement newStatement = connection.prepareStatement(sql);
        statements.put(sql, newStatement);
        if (statements.size() > MAX_STATEMENTS) {
            Iterator<PreparedStatement> iterator = statements.values().iterator();
            iterator.next().close();
            iterator.remove();
        }
        return newStatement;
    }

    /** Forgets a statement that has failed: DuckDB closes it. */
    void remove(String sql) throws SQLException {
        PreparedStatement failedStatement = statements.remove(sql);
        if (failedStatement != null) {
            failedStatement.close();
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}
