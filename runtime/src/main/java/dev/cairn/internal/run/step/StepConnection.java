package dev.cairn.internal.run.step;

import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.Retry;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.run.preparation.SessionStatement;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which steps run one after another. It is opened on demand, and reopened if it was lost. Not
 * thread-safe: only one step at a time may use it.
 */
public final class StepConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** The number of connection losses at which a statement fails. */
    static final int MAX_CONNECTION_LOSSES = 5;

    private final ConnectionFactory connectionFactory;
    private Runnable continuationCheck = () -> {};
    private Map<String, String> variables = Map.of();
    private @Nullable ServerConnection connection;
    private @Nullable String originalDatabaseName;
    private @Nullable String selectedDatabaseName;
    private final List<SessionStatement> sessionStatements = new ArrayList<>();

    /** Thrown if a lost connection can't be replaced, because its session can't be restored. */
    public static final class SessionLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient SessionStatement statement;

        SessionLostException(SessionStatement statement) {
            super("the session of a lost connection can't be restored");
            this.statement = statement;
        }

        /** Returns the statement that can't be sent again. */
        public SessionStatement statement() {
            return statement;
        }
    }

    public StepConnection(ConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    /**
     * Sets the check that is called while the connection waits for the server. It throws an exception to end the wait.
     */
    public void setContinuationCheck(Runnable newContinuationCheck) {
        continuationCheck = newContinuationCheck;
    }

    /** Sets the session variables for the next steps. */
    public void setVariables(Map<String, String> newVariables) {
        if (!newVariables.equals(variables)) {
            variables = newVariables;
            if (connection != null && !connection.isBroken()) {
                applyVariables(connection);
            }
        }
    }

    public Map<String, String> variables() {
        return variables;
    }

    /** Creates another connection with the same settings, which is opened on demand, and which the caller closes. */
    public StepConnection createSibling() {
        StepConnection siblingConnection = new StepConnection(connectionFactory);
        siblingConnection.setVariables(variables);
        siblingConnection.setContinuationCheck(continuationCheck);
        return siblingConnection;
    }

    private void applyVariables(ServerConnection openConnection) {
        try {
            openConnection.restoreVariables();
            variables.forEach(openConnection::setVariable);
        } catch (ConnectionLostException connectionLoss) {
            // The next connection is opened with the new settings.
            discard();
        }
    }

    /**
     * Returns the connection. Opens one if it is not open yet, or was lost; it gets the session of the lost one.
     *
     * @throws SessionLostException if the session can't be restored
     */
    public ServerConnection openConnection() {
        if (connection == null || connection.isBroken()) {
            sessionStatements.stream()
                    .filter(statement -> !statement.isReproducible())
                    .findFirst()
                    .ifPresent(statement -> {
                        throw new SessionLostException(statement);
                    });
            boolean isReopened = connection != null;
            close();
            ConnectionFactory waitingFactory = connectionFactory.withOutageWait(continuationCheck);
            use(isReopened ? waitingFactory.reopen(variables) : waitingFactory.open(variables));
            restoreSession();
        }
        return Objects.requireNonNull(connection);
    }

    private void use(ServerConnection newConnection) {
        connection = newConnection;
        originalDatabaseName = connectionFactory.requireDatabaseName(newConnection);
        selectedDatabaseName = originalDatabaseName;
    }

    /** Returns whether the connection was opened, and not discarded since. It may have been lost. */
    public boolean isOpen() {
        return connection != null;
    }

    /**
     * Opens the connection unless all connections of the data source's pool are in use. If it can't be opened for
     * another reason, the first statement tries again.
     *
     * @return false if the pool has no free connection
     */
    public boolean openIfAvailable() {
        if (isOpen()) {
            return true;
        }
        try {
            Optional<ServerConnection> newConnection = connectionFactory.openIfAvailable(variables);
            newConnection.ifPresent(this::use);
            return newConnection.isPresent();
        } catch (ServerUnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "A connection is opened again when it is needed", failure);
            discard();
            return true;
        }
    }

    /** Sends the statements that changed the session of the lost connection. */
    private void restoreSession() {
        try {
            sessionStatements.forEach(this::send);
        } catch (ServerRefusalException refusal) {
            discard();
            throw refusal;
        }
    }

    /** Sends a statement that changes the session, and remembers it for a connection that replaces this one. */
    void executeInSession(SessionStatement statement) {
        send(statement);
        sessionStatements.add(statement);
    }

    private void send(SessionStatement statement) {
        openConnection(statement.step().session()).executeLoad(statement.step().text());
    }

    /** Closes the connection if statements have changed its session. The next connection has a session of its own. */
    public void discardChangedSession() {
        if (!sessionStatements.isEmpty()) {
            discard();
            sessionStatements.clear();
        }
    }

    /** Returns the connection, with the database of a session selected. */
    public ServerConnection openConnection(Session session) {
        ServerConnection openConnection = openConnection();
        String databaseName = session.databaseName() == null ? originalDatabaseName : session.databaseName();
        if (!Objects.equals(databaseName, selectedDatabaseName)) {
            selectDatabase(openConnection, Objects.requireNonNull(databaseName));
        }
        return openConnection;
    }

    private void selectDatabase(ServerConnection openConnection, String databaseName) {
        openConnection.execute("USE " + SqlQuoting.quoteName(databaseName));
        selectedDatabaseName = databaseName;
    }

    /** Reads the server's id of a connection. If this succeeds, the connection is not lost. */
    public static String readConnectionId(ServerConnection openConnection) {
        return String.valueOf(
                openConnection.fetchRows("SELECT CONNECTION_ID()").get(0).get(0));
    }

    /** Reopens a lost connection, and waits until the server is available again. */
    public void reconnect() {
        continuationCheck.run();
        openConnection();
    }

    /** Sends an idempotent statement, as {@link #runIdempotent} does. */
    public void executeIdempotent(Supplier<Backoff> backoffFactory, String statementText) {
        performIdempotent(backoffFactory, openConnection -> openConnection.execute(statementText));
    }

    /**
     * Sends an idempotent statement, as {@link #runIdempotent} does. Returns false if the server refused it with a
     * permanent error: it may have run before, without an answer. An inspection then shows which objects exist.
     */
    boolean tryExecuteIdempotent(Supplier<Backoff> backoffFactory, String statementText) {
        return runIdempotent(backoffFactory, openConnection -> {
            try {
                openConnection.execute(statementText);
                return true;
            } catch (ServerRefusalException refusal) {
                refusal.rethrowIfTransient();
                return false;
            }
        });
    }

    /** Opens the connection if it is not open, as {@link #runIdempotent} does. */
    public void ensureOpen(Supplier<Backoff> backoffFactory) {
        performIdempotent(backoffFactory, openConnection -> {});
    }

    /** Performs idempotent work without a result, as {@link #runIdempotent} does. */
    public void performIdempotent(Supplier<Backoff> backoffFactory, Consumer<ServerConnection> work) {
        runIdempotent(backoffFactory, openConnection -> {
            work.accept(openConnection);
            return openConnection;
        });
    }

    /**
     * Removes rows of a staging table. A statement whose outcome is unknown is not sent again: if it arrived late, it
     * would remove the rows of the next copy.
     *
     * @param preparation is run before each attempt
     * @throws ServerRefusalException if the server refuses the statement
     * @throws dev.cairn.upgrade.MigrationException.ServerUnreachableException if the outcome is unknown
     */
    public void removeStagingRows(
            Supplier<Backoff> backoffFactory, Runnable preparation, StepErrors errors, String statementText) {
        performIdempotent(backoffFactory, openConnection -> {
            preparation.run();
            try {
                openConnection.execute(statementText);
            } catch (ConnectionLostException connectionLoss) {
                throw errors.lostRemoval(connectionLoss);
            } catch (ServerRefusalException refusal) {
                if (refusal.transientError().filter(TransientError::mayHaveRun).isPresent()) {
                    throw errors.lostRemoval(refusal);
                }
                throw refusal;
            }
        });
    }

    /**
     * Runs an idempotent query. If the connection is lost, the query is sent again on a new one. If the server refuses
     * it with a transient error, it is sent again until the retry timeout has elapsed.
     *
     * @throws ConnectionLostException at the fifth loss
     * @throws ServerRefusalException if the error is permanent, or the retry timeout has elapsed
     * @throws SessionLostException if the session of the lost connection can't be restored
     */
    public <T> T runIdempotent(Supplier<Backoff> backoffFactory, Function<ServerConnection, T> query) {
        Backoff backoff = backoffFactory.get();
        Retry retry = startRetry();
        for (int lossCount = 0; ; ) {
            try {
                return query.apply(openConnection());
            } catch (ConnectionLostException connectionLoss) {
                if (++lossCount == MAX_CONNECTION_LOSSES) {
                    throw connectionLoss;
                }
                if (lossCount > 1) {
                    // The server can be reached, and yet the connection breaks again.
                    backoff.pause();
                }
                reconnect();
            } catch (ServerRefusalException refusal) {
                if (refusal.transientError().isEmpty() || !retry.pauseIfTimeLeft()) {
                    throw refusal;
                }
            }
        }
    }

    /** Runs a query over another connection, while this one waits for an answer. */
    public <T> T runOnSeparateConnection(Function<ServerConnection, T> query) {
        try (ServerConnection separateConnection = connectionFactory.open()) {
            return query.apply(separateConnection);
        }
    }

    /** Starts the retry period of an operation that the server may refuse with a transient error. */
    Retry startRetry() {
        return connectionFactory.startRetry();
    }

    public Duration loadTimeout() {
        return connectionFactory.options().get(MigratorOption.LOAD_TIMEOUT);
    }

    /**
     * Closes the connection, because its previous user may have left its session in any state. It is opened again on
     * demand.
     */
    public void discard() {
        close();
        connection = null;
    }

    /**
     * Closes the connection for good; {@link #discard} closes one that is used again. If statements have changed the
     * session, the connection does not return to the pool.
     */
    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        if (!sessionStatements.isEmpty()) {
            connection.closePermanently();
            return;
        }
        if (!connection.isBroken() && !Objects.equals(originalDatabaseName, selectedDatabaseName)) {
            restoreDatabase(connection);
        }
        connection.close();
    }

    /** Selects the original database again before the connection returns to the pool of the data source. */
    private void restoreDatabase(ServerConnection openConnection) {
        try {
            selectDatabase(openConnection, Objects.requireNonNull(originalDatabaseName));
        } catch (ConnectionLostException connectionLoss) {
            // The lost connection does not return to the pool.
            selectedDatabaseName = originalDatabaseName;
        }
    }
}
