package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.profile.ServerProfile;
import java.time.LocalDateTime;
import java.util.OptionalLong;

/**
 * What a statement that reads or writes rows needs: the state of the server, and the session that runs the statement.
 *
 * @param expressionEvaluator evaluates variables and session functions
 * @param systemTables the rows of the tables of {@code information_schema} and {@code sys}
 */
public record StatementContext(
        VisibleState visibleState,
        ServerSession session,
        LocalDateTime now,
        SessionExpressionEvaluator expressionEvaluator,
        SystemTableReader systemTables) {
    /**
     * The state of the server as the session sees it.
     *
     * @param catalog the catalog, including the temporary tables of the session
     */
    public record VisibleState(ClusterState state, Catalog catalog, ServerProfile profile) {}

    /**
     * Up to this number of rows, scanning all rows is faster than letting the database optimize the statement.
     */
    private static final long MAX_SCANNED_ROWS = 20_000;

    public ClusterState state() {
        return visibleState.state;
    }

    /** Returns the catalog, including the temporary tables of the session. */
    public Catalog catalog() {
        return visibleState.catalog;
    }

    public ServerProfile profile() {
        return visibleState.profile;
    }

    /** Returns the key under which the rows of an object are stored. Temporary tables are stored for each session. */
    StorageKey storageKey(String databaseName, DatabaseObject object) {
        return object.isTemporary()
                ? StorageKey.ofTemporaryTable(session, databaseName, object.name())
                : StorageKey.of(state(), databaseName, object);
    }

    /** Returns whether a statement has written to a partition of a table; true if it is unknown. */
    boolean mayHaveBeenWritten(StorageKey storageKey, String partitionKey) {
        return !storageKey.hasObjectId()
                || state().versions()
                        .find(storageKey.objectId(), partitionKey)
                        .map(PartitionVersion::isWritten)
                        .orElse(true);
    }

    /**
     * Returns the number of rows that an unpartitioned table stores under a key; empty if it is unknown, as for a
     * temporary table.
     */
    OptionalLong findRowCount(StorageKey storageKey) {
        if (!storageKey.hasObjectId()) {
            return OptionalLong.empty();
        }
        return state().versions().find(storageKey.objectId(), PartitionVersions.UNPARTITIONED_KEY).stream()
                .mapToLong(PartitionVersion::rowCount)
                .findFirst();
    }

    /**
     * Returns whether the table under a key may be so large that a statement should not scan all rows to find one; true
     * if its size is unknown.
     */
    boolean mayBeTooLargeToScan(StorageKey storageKey) {
        return findRowCount(storageKey).orElse(Long.MAX_VALUE) > MAX_SCANNED_ROWS;
    }
}
