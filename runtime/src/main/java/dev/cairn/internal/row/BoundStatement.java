package dev.cairn.internal.row;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.SqlLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values of its parameters.
 *
 * @param sql with a {@code ?} for each value
 */
public record BoundStatement(String sql, List<@Nullable Object> values) {
    public BoundStatement {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** The number of rows that it changed; 0 of what gives rows instead, as REFRESH does. */
    public long execute(Connection connection) throws SQLException {
        SqlLog log = log();
        try (Statement statement = prepare(connection)) {
            long changed = run(statement) ? 0 : Math.max(0, statement.getLargeUpdateCount());
            log.answered(changed);
            return changed;
        } catch (SQLException failure) {
            log.failed(failure);
            throw failure;
        }
    }

    /** The entry of the log, which begins to measure. */
    public SqlLog log() {
        return SqlLog.sending(sql, Ticker.system()).with(values);
    }

    /** Whether it gives rows. Drivers' executeQuery takes no statements but those that MySQL answers with rows. */
    public boolean run(Statement statement) throws SQLException {
        return statement instanceof PreparedStatement prepared ? prepared.execute() : statement.execute(sql);
    }

    /** Without values it is no prepared statement: drivers would look for JDBC's escapes in braces. */
    public Statement prepare(Connection connection) throws SQLException {
        if (values.isEmpty()) {
            Statement statement = connection.createStatement();
            statement.setEscapeProcessing(false);
            return statement;
        }
        PreparedStatement prepared = connection.prepareStatement(sql);
        try {
            Binding.bind(prepared, 1, values);
            return prepared;
        } catch (SQLException | RuntimeException failure) {
            prepared.close();
            throw failure;
        }
    }
}
