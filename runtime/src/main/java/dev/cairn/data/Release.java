package dev.cairn.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Ends a statement, and then the use of its connection, once. */
final class Release implements AutoCloseable {
    private final Connections connections;
    private final Connection connection;
    private @Nullable Statement statement;
    private boolean done;

    Release(Connections connections, Connection connection) {
        this.connections = connections;
        this.connection = connection;
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
