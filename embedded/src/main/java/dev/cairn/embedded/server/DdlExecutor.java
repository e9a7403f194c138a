package dev.cairn.embedded.server;

import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Runs the DDL statements of one session: changes the definitions, the counters of AUTO_INCREMENT, and the rows of
 * temporary tables.
 */
record DdlExecutor(Cluster cluster, ServerSession session, SessionRows sessionRows) {
    /**
     * Runs a statement if the user has the required privileges, and returns the new state.
     *
     * @param jobFailureMessage the reason why the job of the statement fails; null if it does not
     */
    ClusterState run(Statement statement, @Nullable String jobFailureMessage) {
        return cluster.runPrepared(
                state -> prepare(statement, state), (preparedDdl, state) -> apply(preparedDdl, jobFailureMessage));
    }

    private Cluster.PreparedDdl prepare(Statement statement, ClusterState state) {
        new PermissionChecker(new SessionSnapshot(state, cluster.profile(), session)).requirePrivileges(statement);
        return cluster.prepare(session, statement, state);
    }

    /** Runs a statement without a check of privileges; see {@link #run}. */
    ClusterState apply(Statement statement, @Nullable String jobFailureMessage) {
        return cluster.runExclusively(state -> apply(cluster.prepare(session, statement, state), jobFailureMessage));
    }

    /** Applies a statement. Called under the lock. */
    private ClusterState apply(Cluster.PreparedDdl preparedDdl, @Nullable String jobFailureMessage) {
        ClusterState newState = cluster.apply(preparedDdl, jobFailureMessage);
        if (preparedDdl.statement() instanceof Statement.DropTable drop) {
            dropTemporaryRows(drop);
        }
        if (preparedDdl.statement() instanceof Statement.AlterTable alter) {
            applyAutoIncrementClauses(alter, newState);
        }
        return newState;
    }

    /** Drops the rows of a temporary table, which DROP TABLE prefers to another table with the same name. */
    private void dropTemporaryRows(Statement.DropTable drop) {
        DatabaseObjectName.findChangedObject(drop, session.databaseName())
                .ifPresent(tableName -> sessionRows
                        .serverRows()
                        .dropTemporaryRows(session, tableName.databaseName(), tableName.name()));
    }

    /** Sets the next values of AUTO_INCREMENT that clauses of the statement specify. */
    private void applyAutoIncrementClauses(Statement.AlterTable alter, ClusterState newState) {
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.SetAutoIncrement setAutoIncrement) {
                DatabaseObjectName.findChangedObject(alter, session.databaseName())
                        .ifPresent(tableName -> setCounter(tableName, setAutoIncrement.value(), newState));
            }
        }
    }

    private void setCounter(DatabaseObjectName objectName, long nextValue, ClusterState state) {
        session.createVisibleCatalog(state.catalog())
                .database(objectName.databaseName())
                .flatMap(database -> DatabaseObject.find(database, objectName.name()))
                .filter(DatabaseObject.DatabaseTable.class::isInstance)
                .ifPresent(object -> sessionRows
                        .createWriter(state)
                        .setCounter(objectName.databaseName(), (DatabaseObject.DatabaseTable) object, nextValue));
    }
}
