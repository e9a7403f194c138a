package dev.cairn.embedded.server;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserProperties;
import dev.cairn.embedded.fault.injection.FaultyStatementHandler;
import dev.cairn.embedded.fault.injection.PendingFaults;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.protocol.SessionFactory;
import dev.cairn.embedded.protocol.StatementHandler;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.state.Cluster;

/**
 * Opens sessions as a StarRocks frontend does: authenticates users, and creates a statement handler for each session.
 * The protocol uses the server only through this class.
 */
public final class ServerSessionFactory implements SessionFactory {
    /** The version in the greeting. The variable {@code version_comment} has the version of StarRocks. */
    private static final String MYSQL_VERSION = "8.0.33";

    private final Cluster cluster;
    private final RowStorage rowStorage;
    private final ServerVariables serverVariables;
    private final StatementLog statementLog;
    private final PendingFaults pendingFaults;
    private final SessionRegistry sessionRegistry = new SessionRegistry();

    public ServerSessionFactory(
            Cluster cluster, RowStorage rowStorage, StatementLog statementLog, PendingFaults pendingFaults) {
        this.cluster = cluster;
        this.rowStorage = rowStorage;
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
        ServerStatementHandler handler = new ServerStatementHandler(cluster, rowStorage, session, sessionRegistry);
        UserProperties properties = cluster.state().accounts().properties(login.userName());
        handler.applyUserProperties(properties);
        String databaseName = login.databaseName();
        if (databaseName != null && handler.useDatabase(databaseName) instanceof Answer.Failure failure) {
            throw new LoginRefusedException(failure);
        }
        Answer answer = pendingFaults.answerAfterLogin();
        if (!(answer instanceof Answer.Ok)) {
            throw LoginRefusedException.of(answer);
        }
        if (!sessionRegistry.tryAdd(session, properties.maxConnections())) {
            throw new LoginRefusedException(Answer.Failure.of(
                    SessionRegistry.formatLimitMessage(login.userName(), properties.maxConnections())));
        }
        return new FaultyStatementHandler(handler, pendingFaults, statementLog, clientConnection, login.userName());
    }

    /**
     * Returns the user who logs in.
     *
     * @throws LoginRefusedException if the user is unknown or the password is wrong
     */
    static User authenticate(Cluster cluster, ClientConnection clientConnection, Login login)
            throws LoginRefusedException {
        return cluster.state()
                .accounts()
                .findUserForLogin(login.userName(), clientConnection.remoteHost())
                .filter(user -> login.proves(user.passwordHash()))
                .orElseThrow(() -> new LoginRefusedException(login.toAccessDeniedFailure()));
    }
}
