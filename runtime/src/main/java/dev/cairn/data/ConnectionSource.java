package dev.cairn.data;

import dev.cairn.data.Database.ConnectionUse;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Provides connections, and releases them after use. A connection of a data source is closed, or goes back to its pool,
 * but a connection of the application stays open.
 */
sealed interface ConnectionSource {
    /** Returns a connection, which must be passed to {@link #release} after use. */
    Connection open() throws SQLException;

    void release(Connection connection) throws SQLException;

    /**
     * Returns the data source that supplies another connection if one is lost.
     *
     * @throws IllegalStateException if the application gave a connection instead of a data source
     */
    DataSource dataSource();

    /**
     * Runs a function with a connection, and releases the connection even if the function fails. If both fail, the
     * exception of the release is suppressed in that of the function.
     *
     * @throws FailedStatementException if opening, using or releasing the connection causes an {@link SQLException}
     */
    @SuppressWarnings("try") // the release exists only to be closed
    default <T extends @Nullable Object> T use(ConnectionUse<T> use) {
        try {
            Connection connection = open();
            try (ConnectionRelease ignored = () -> release(connection)) {
                return use.with(connection);
            }
        } catch (SQLException failure) {
            throw new FailedStatementException(failure);
        }
    }

    /** The end of the use of a connection. */
    interface ConnectionRelease extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Opens a connection for each use, or takes one from a pool. */
    record DataSourceConnections(DataSource dataSource) implements ConnectionSource {
        @Override
        public Connection open() throws SQLException {
            return dataSource.getConnection();
        }

        @Override
        public void release(Connection connection) throws SQLException {
            connection.close();
        }
    }

    /** A connection that the caller closes. */
    record SingleConnection(Connection connection) implements ConnectionSource {
        @Override
        public Connection open() {
            return connection;
        }

        @Override
        public void release(Connection usedConnection) {}

        @Override
        public DataSource dataSource() {
            throw new IllegalStateException(
                    "Long-running operations reconnect when a connection is lost: create the Database from a data"
                            + " source");
        }
    }
}
