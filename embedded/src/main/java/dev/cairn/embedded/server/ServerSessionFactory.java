package dev.cairn.embedded.server;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyStatementHandler;
import dev.cairn.embedded.fault.injection.PendingFaults;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.protocol.SessionFactory;
import dev.cairn.embedded.protocol.StatementHandler;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.state.Cluster;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens sessions as a StarRocks frontend does: authenticates users, and creates a statement handler for each session.
 * The protocol uses the server only through this class.
 */
public final class ServerSessionFactory implements SessionFactory {
    /** The version in the greeting. The variable {@code version_comment} has the version of StarRocks. */
    private static final String MYSQL_VERSION = "8.0.33";

    private final Cluster cluster;
    private final ServerRows rows;
    private final ServerVariables variables;
    private final StatementLog log;
    private final PendingFaults faults;
    private final SessionRegistry sessions = new SessionRegistry();

    public ServerSessionFactory(Cluster cluster, ServerRows rows, StatementLog log, PendingFaults faults) {
        this.cluster = cluster;
        this.rows = rows;
        this.variables = new ServerVariables(cluster.profile());
        this.log = log;
        this.faults = faults;
    }

    @Override
    public String version() {
        return MYSQL_VERSION;
    }

    @Override
    public Answer accept(ClientConnection client) {
        return faults.answerBeforeGreeting();
    }

    @Override
    public StatementHandler open(ClientConnection client, Login login) throws LoginRefusedException {
        User user = authenticate(cluster, client, login);
        ServerSession session = new ServerSession(
                client,
                user.name(),
                user.defaultRoles(),
                variables,
                cluster.clock().instant());
        ServerStatementHandler handler = new ServerStatementHandler(cluster, rows, session, sessions);
        String database = login.database();
        if (database != null && handler.useDatabase(database) instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
        Answer answer = faults.answerAfterLogin();
        if (answer instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
        if (!(answer instanceof Answer.Ok)) {
            throw new LoginRefusedException(answer);
        }
        sessions.add(session);
        return new FaultyStatementHandler(handler, faults, log, client, login.user());
    }

    /** @throws LoginRefusedException if the user is unknown or the password is wrong */
    static User authenticate(Cluster cluster, ClientConnection client, Login login) throws LoginRefusedException {
        String address =
                client.remoteAddress().substring(0, client.remoteAddress().lastIndexOf(':'));
        return cluster.state()
                .accounts()
                .findForLogin(login.user(), address)
                .filter(user -> login.proves(user.password()))
                .orElseThrow(() -> new LoginRefusedException(login.toAccessDeniedFailure()));
    }

    /** The sessions of a server by their ids. */
    static final class SessionRegistry {
        private final Map<Integer, ServerSession> sessions = new ConcurrentHashMap<>();

        void add(ServerSession session) {
            sessions.put(session.client().id(), session);
        }

        void remove(ServerSession session) {
            sessions.remove(session.client().id());
        }

        Optional<ServerSession> find(long id) {
            return id == (int) id ? Optional.ofNullable(sessions.get((int) id)) : Optional.empty();
        }

        Collection<ServerSession> all() {
            return sessions.values();
        }
    }
}
