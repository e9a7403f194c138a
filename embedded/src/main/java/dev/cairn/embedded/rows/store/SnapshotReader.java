package dev.cairn.embedded.rows.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A connection that reads snapshots of the data, one after the other. A snapshot is a transaction of DuckDB. The driver
 * begins and commits the transaction, because BEGIN and COMMIT statements cost as much as the selection of a row.
 */
final class SnapshotReader implements AutoCloseable {
    private final Connection connection;
    /** Reads a small table: DuckDB fixes the data that a transaction sees when the transaction first reads. */
    private final PreparedStatement anchorQuery;

    private SnapshotReader(Connection connection, PreparedStatement anchorQuery) {
        this.connection = connection;
        this.anchorQuery = anchorQuery;
    }

    static SnapshotReader open(DuckDbEngine.AttachedDatabase database) throws SQLException {
        Connection connection = database.openStreamingConnection();
        try {
            return new SnapshotReader(
                    connection,
                    PreparedStatementCache.prepareUnoptimized(connection, "SELECT 1 FROM " + DuckDb.ANCHOR_TABLE));
        } catch (SQLException failure) {
            DuckDb.closeConnection(connection);
            throw failure;
        }
    }

    /** Begins a transaction, which sees the data as of now. */
    void beginTransaction() throws SQLException {
        connection.setAutoCommit(false);
        anchorQuery.executeQuery().close();
    }

    /** Ends the transaction, so that another one can begin. */
    void commitTransaction() throws SQLException {
        connection.setAutoCommit(true);
    }

    /** Ends the transaction after a failure; the next statement begins another one. */
    void rollBackTransaction() throws SQLException {
        connection.rollback();
    }

    Statement createStatement() throws SQLException {
        return connection.createStatement();
    }

    @Override
    public void close() {
        DuckDb.closeConnection(connection);
    }
}
