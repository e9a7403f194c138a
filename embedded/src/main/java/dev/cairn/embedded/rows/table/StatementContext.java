package dev.cairn.embedded.rows.table;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.profile.ServerProfile;
import java.time.LocalDateTime;

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
    public StorageKey storageKey(String databaseName, DatabaseObject object) {
        return object.isTemporary()
                ? StorageKey.ofTemporaryTable(session, databaseName, object.name())
                : StorageKey.of(state(), databaseName, object);
    }

    public StoredRowStatistics rowStatistics() {
        return new StoredRowStatistics(state().versions());
    }
}
