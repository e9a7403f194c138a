package dev.cairn.data;

import dev.cairn.data.Database.ConnectionUse;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where connections come from, and what becomes of them. */
sealed interface ConnectionSource {
    Connection open() throws SQLException;

    void release(Connection connection) throws SQLException;

    /**
     * Where another connection can be had from when one is lost.
     *
     * @throws IllegalStateException if there is but one
     */
    DataSource source();

    default <T extends @Nullable Object> T use(ConnectionUse<T> use) {
        try {
            Connection connection = open();
            try {
                return use.with(connection);
            } finally {
                release(connection);
            }
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }

    /** A new one for each use, or one of a pool. */
    record Pooled(DataSource source) implements ConnectionSource {
        @Override
        public Connection open() throws SQLException {
            return source.getConnection();
        }

        @Override
        public void release(Connection connection) throws SQLException {
            connection.close();
        }
    }

    /** A connection that the caller closes. */
    record Given(Connection connection) implements ConnectionSource {
        @Override
        public Connection open() {
            return connection;
        }

        @Override
        public void release(Connection used) {}

        @Override
        public DataSource source() {
            throw new IllegalStateException(
                    "Long-running operations reconnect when a connection is lost: create the Database from a data"
                            + " source");
        }
    }
}
