package dev.cairn.embedded.state;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Statement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives the changes of a server's state after they are made. It is called under the lock of the cluster, so that no
 * other change is made during a call.
 */
public interface StateListener {
    /** The listener that does nothing. */
    StateListener NO_OP = new StateListener() {
        @Override
        public Map<Long, String> onChange(
                ClusterState oldState,
                ClusterState newState,
                @Nullable Statement statement,
                @Nullable String defaultDatabaseName) {
            return Map.of();
        }

        @Override
        public Optional<Column> findUnconvertibleColumn(long tableId, Table changedTable) {
            return Optional.empty();
        }

        @Override
        public void onCopy(Map<Long, Long> copyIdByObjectId) {}
    };

    /**
     * Handles a change of the state.
     *
     * @param statement the statement that was run; null if no statement changed the state, but, for example, the
     *     progress of jobs
     * @param defaultDatabaseName the default database of the statement; null if there was none
     * @return the error messages of the materialized views that could not be refreshed, by the identities of the views
     */
    Map<Long, String> onChange(
            ClusterState oldState,
            ClusterState newState,
            @Nullable Statement statement,
            @Nullable String defaultDatabaseName);

    /**
     * Returns the first column to whose new type a stored value can't be converted; empty if all values can be
     * converted. Called before a job changes a table.
     *
     * @param changedTable the table as the job will define it
     */
    Optional<Column> findUnconvertibleColumn(long tableId, Table changedTable);

    /**
     * Handles the copying of a database.
     *
     * @param copyIdByObjectId the id of each object of the database, with the id of its copy
     */
    void onCopy(Map<Long, Long> copyIdByObjectId);
}
