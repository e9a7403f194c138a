package dev.cairn.data;

import dev.cairn.internal.link.SqlLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Ends a statement, and then the use of its connection, once; then the statement is logged, too. */
final class ConnectionRelease implements AutoCloseable {
    private final ConnectionSource connections;
    private final Connection connection;
    private final SqlLog log;
    private @Nullable Statement statement;
    private long rows;
    private boolean logged;
    private boolean done;

    ConnectionRelease(ConnectionSource connections, Connection connection, SqlLog log) {
        this.connections = connections;
        this.connection = connection;
        this.log = log;
    }

    /** A row was read. */
    void read() {
        rows++;
    }

    /** The statement, or its answer, did not come to its end. */
    void failed(Exception failure) {
        if (!logged) {
            log.failed(failure);
            logged = true;
        }
    }

    void after(Statement last) {
        statement = last;
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        if (!logged) {
            log.answered(rows);
        }
        try {
            try {
                // What is left of the answer is read by the driver, so that the connection can be used again.
                if (statement != null) {
                    statement.close();
                }
            } finally {
                connections.release(connection);
            }
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }
}
