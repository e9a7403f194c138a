package dev.cairn.embedded.state;

import dev.cairn.embedded.account.AccessState;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Updates what depends on the catalog after a statement has changed the catalog: the privileges, the identities of the
 * objects, and the Routine Loads.
 *
 * @param oldState the state before the statement
 * @param defaultDatabaseName the default database of the session; null if none is selected
 */
record DependentStateUpdater(
        ClusterState oldState,
        Statement statement,
        @Nullable String defaultDatabaseName,
        InstantSource clock) {
    /**
     * Returns a state with the privileges, identities and Routine Loads updated for the objects that a statement
     * changed.
     */
    ClusterState update(ClusterState changedState) {
        AccessState access =
                changedState.access().withPropagatedPrivileges(statement, new Session(defaultDatabaseName));
        return updateRoutineLoads(updateIdentities(changedState.withAccess(access)));
    }

    /** Returns a state with the Routine Loads updated for a statement. */
    private ClusterState updateRoutineLoads(ClusterState changedState) {
        boolean createsRoutineLoad = statement instanceof ClusterStatement.CreateClusterObject create
                && create.kind() == ClusterObjectKind.ROUTINE_LOAD;
        RoutineLoadState newLoad = new RoutineLoadState(changedState.lastId() + 1, clock.instant());
        ClusterState newState = changedState.withRoutineLoads(changedState
                .routineLoads()
                .update(oldState, changedState.catalog(), statement, defaultDatabaseName, newLoad));
        return createsRoutineLoad ? newState.withLastId(newLoad.id()) : newState;
    }

    /**
     * Returns a state with new identities for created objects, and without the history of a database that the statement
     * has dropped. Refreshes and jobs of a database that can be recovered remain.
     */
    private ClusterState updateIdentities(ClusterState changedState) {
        IdSequence idSequence = new IdSequence(changedState.lastId());
        ObjectIdentityUpdater objectIdentityUpdater = new ObjectIdentityUpdater(
                changedState.catalog(), () -> new ObjectIdentity(idSequence.next(), clock.instant()));
        ObjectIdentities identities =
                objectIdentityUpdater.update(changedState.identities(), statement, defaultDatabaseName);
        ClusterState stateWithIdentities =
                changedState.withObjects(changedState.catalog(), identities, idSequence.last());
        if (!(statement instanceof Statement.DropDatabase drop)) {
            return stateWithIdentities;
        }
        String databaseName = drop.name().lastPart().text();
        ClusterState stateWithoutLoads =
                stateWithIdentities.withLoads(stateWithIdentities.loads().withoutDatabase(databaseName));
        return drop.isForced()
                ? stateWithoutLoads
                        .withRefreshRuns(stateWithoutLoads.refreshRuns().withoutDatabase(databaseName))
                        .withJobs(stateWithoutLoads.jobs().withoutDatabase(databaseName))
                : stateWithoutLoads;
    }
}
