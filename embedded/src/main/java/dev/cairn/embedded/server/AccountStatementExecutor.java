package dev.cairn.embedded.server;

import dev.cairn.embedded.account.AccessChanger;
import dev.cairn.embedded.account.AccountChanger;
import dev.cairn.embedded.account.SetRoleParser;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.AccessStatement;
import java.util.List;
import java.util.Optional;

/** Runs the statements about users, resources, roles and privileges, and SET ROLE. */
record AccountStatementExecutor(Cluster cluster, ServerSession session) {
    /** Runs a statement about roles or privileges. */
    Answer run(AccessStatement statement) {
        cluster.replaceAccess(state -> {
            SessionSnapshot snapshot = createSnapshot(state);
            return Optional.of(createAccessChanger(snapshot).apply(statement, snapshot.access()));
        });
        return Answer.OK;
    }

    /**
     * Runs a statement that the engine does not parse if it is about users, resources or the active roles. Returns
     * whether it has run.
     */
    boolean tryRun(String statement) {
        return tryChangeAccounts(statement) || tryActivateRoles(statement);
    }

    private boolean tryChangeAccounts(String statement) {
        return cluster.replaceAccess(state -> {
            SessionSnapshot snapshot = createSnapshot(state);
            return new AccountChanger(
                            createAccessChanger(snapshot), snapshot.access(), session.variables()::requireValidDefault)
                    .apply(statement);
        });
    }

    private boolean tryActivateRoles(String statement) {
        Optional<List<String>> roleNames =
                new SetRoleParser(cluster.state().access(), session.userName()).parseActiveRoleNames(statement);
        roleNames.ifPresent(session::activateRoles);
        return roleNames.isPresent();
    }

    private SessionSnapshot createSnapshot(ClusterState state) {
        return new SessionSnapshot(state, cluster.profile(), session);
    }

    private AccessChanger createAccessChanger(SessionSnapshot snapshot) {
        Session engineSession = new Session(session.databaseName());
        return new AccessChanger(cluster.engine(), snapshot.state().access(), engineSession, session.userName());
    }
}
