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
    private final ServerRows serverRows;
    private final ServerVariables serverVariables;
    private final StatementLog statementLog;
    private final PendingFaults pendingFaults;
    private final SessionRegistry sessionRegistry = new SessionRegistry();

    public ServerSessionFactory(
            Cluster cluster, ServerRows serverRows, StatementLog statementLog, PendingFaults pendingFaults) {
        this.cluster = cluster;
        this.serverRows = serverRows;
        this.serverVariables = new ServerVariables(cluster.profile());
        this.statementLog = statementLog;
        this.pendingFaults = pendingFaults;
    }

    @Override
    public String version() {
        return MYSQL_VERSION;
    }

    @Override
    public Answer accept(ClientConnection clientConnection) {
        return pendingFaults.answerBeforeGreeting();
    }

    @Override
    public StatementHandler open(ClientConnection clientConnection, Login login) throws LoginRefusedException {
        User user = authenticate(cluster, clientConnection, login);
        ServerSession session = new ServerSession(
                clientConnection,
                user.name(),
                user.defaultRoleNames(),
                serverVariables,
                cluster.clock().instant());
        ServerStatementHandler handler = new ServerStatementHandler(cluster, serverRows, session, sessionRegistry);
        String databaseName = login.databaseName();
        if (databaseName != null && handler.useDatabase(databaseName) instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
        Answer answer = pendingFaults.answerAfterLogin();
        if (answer instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
        if (!(answer instanceof Answer.Ok)) {
            throw new LoginRefusedException(answer);
        }
        sessionRegistry.add(session);
        return new FaultyStatementHandler(handler, pendingFaults, statementLog, clientConnection, login.userName());
    }

    /** @throws LoginRefusedException if the user is unknown or the password is wrong */
    static User authenticate(Cluster cluster, ClientConnection clientConnection, Login login)
            throws LoginRefusedException {
        String address = clientConnection
                .remoteAddress()
                .substring(0, clientConnection.remoteAddress().lastIndexOf(':'));
        return cluster.state()
                .accounts()
                .findUserForLogin(login.userName(), address)
                .filter(user -> login.proves(user.password()))
                .orElseThrow(() -> new LoginRefusedException(login.toAccessDeniedFailure()));
    }

    /** The sessions of a server by their ids. */
    static final class SessionRegistry {
        private final Map<Integer, ServerSession> sessionById = new ConcurrentHashMap<>();

        void add(ServerSession session) {
            sessionById.put(session.client().id(), session);
        }

        void remove(ServerSession session) {
            sessionById.remove(session.client().id());
        }

        Optional<ServerSession> find(long id) {
            return id == (int) id ? Optional.ofNullable(sessionById.get((int) id)) : Optional.empty();
        }

        Collection<ServerSession> sessions() {
            return sessionById.values();
        }
    }
}
