package dev.cairn.internal.connection;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Opens connections to one database. Several threads may use one factory.
 *
 * <pre>{@code
 * ConnectionFactory connectionFactory = new ConnectionFactory(dataSource, "shop", Ticker.system());
 * try (ServerConnection connection = connectionFactory.open()) {
 *     connection.execute("CREATE VIEW …");
 * }
 * }</pre>
 */
public final class ConnectionFactory {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /**
     * The time after which an idle thread ends; short, because a program may create one factory for each of many
     * databases.
     */
    private static final int IDLE_THREAD_MILLIS = 200;

    /** The number of connection losses after which work fails. */
    private static final int MAX_CONNECTION_LOSSES = 6;

    private final DataSource dataSource;
    private final String schemaName;
    private final Ticker ticker;
    private final OptionValues options;
    private final Watchdog watchdog;
    private final Executor executor;
    private final OutageWait outageWait;
    private final SessionSemantics semantics;

    /** Whether the pool of the data source had no connection for {@link #openIfAvailable}. */
    private final AtomicBoolean isPoolExhausted;

    /**
     * Creates a factory with default options.
     *
     * @param schemaName the name of the schema, for messages
     */
    public ConnectionFactory(DataSource dataSource, String schemaName, Ticker ticker) {
        this(dataSource, schemaName, ticker, OptionValues.DEFAULTS);
    }

    /**
     * Creates a factory that reports no outages.
     *
     * @param schemaName the name of the schema, for messages
     */
    public ConnectionFactory(DataSource dataSource, String schemaName, Ticker ticker, OptionValues options) {
        this(dataSource, schemaName, ticker, options, reason -> {});
    }

    /**
     * Creates a factory, which does not open a connection yet.
     *
     * @param schemaName the name of the schema, for messages
     * @param outageListener is called with the reason when a factory of {@link #withOutageWait} begins to wait for the
     *     server
     */
    public ConnectionFactory(
            DataSource dataSource,
            String schemaName,
            Ticker ticker,
            OptionValues options,
            Consumer<String> outageListener) {
        this.dataSource = dataSource;
        this.schemaName = schemaName;
        this.ticker = ticker;
        this.options = options;
        this.watchdog = new Watchdog(ticker);
        this.executor = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_MILLIS,
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                work -> DaemonThread.create(work, "cairn-connection"));
        this.outageWait = OutageWait.ofZero(outageListener);
        this.semantics = new SessionSemantics();
        this.isPoolExhausted = new AtomicBoolean();
    }

    private ConnectionFactory(ConnectionFactory originalFactory, OutageWait outageWait) {
        this.dataSource = originalFactory.dataSource;
        this.schemaName = originalFactory.schemaName;
        this.ticker = originalFactory.ticker;
        this.options = originalFactory.options;
        this.watchdog = originalFactory.watchdog;
        this.executor = originalFactory.executor;
        this.outageWait = outageWait;
        this.semantics = originalFactory.semantics;
        this.isPoolExhausted = originalFactory.isPoolExhausted;
    }

    /**
     * Returns a factory for work that has reached the server before: if the server can't be reached, the new factory
     * waits until the retry timeout has elapsed, whereas this factory fails at once.
     *
     * @param continuationCheck is called after each pause, and throws an exception to end the wait
     */
    public ConnectionFactory withOutageWait(Runnable continuationCheck) {
        return withOutageWait(options.get(MigratorOption.RETRY), continuationCheck);
    }

    /** Like {@link #withOutageWait(Runnable)}, with a time to wait, and without a way to end the wait. */
    public ConnectionFactory withOutageWait(Duration waitTime) {
        return withOutageWait(waitTime, () -> {});
    }

    private ConnectionFactory withOutageWait(Duration waitTime, Runnable continuationCheck) {
        return new ConnectionFactory(this, outageWait.withWaitTime(waitTime, continuationCheck));
    }

    public OptionValues options() {
        return options;
    }

    /** Returns the watchdog, which knows all pending waits of the connections; callers may add other waits. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /**
     * Returns an executor for work that waits for the server. It starts a thread if none is idle, and keeps idle
     * threads for a moment, because starting a thread takes as long as several statements.
     */
    public Executor executor() {
        return executor;
    }

    /**
     * Runs work with a connection. The first connection is opened without waiting for the server; if it is lost, the
     * work starts again over another one as soon as the server can be reached, within the retry timeout.
     *
     * @param mayRepeat whether the work may start again; false if it has changed something
     * @throws ServerUnreachableException if no connection can be opened
     * @throws ConnectionLostException if a connection is lost and the work may not start again, or if connections were
     *     lost too often
     */
    public <T> T callWithReconnection(Function<ServerConnection, T> work, BooleanSupplier mayRepeat) {
        try (ServerConnection connection = open()) {
            return work.apply(connection);
        } catch (ConnectionLostException connectionLoss) {
            if (!mayRepeat.getAsBoolean()) {
                throw connectionLoss;
            }
        }
        return callAfterConnectionLoss(work, mayRepeat);
    }

    /**
     * Runs work with a connection, as {@link #callWithReconnection} does. The work may start again until its first
     * change.
     *
     * @param work the work; it calls the {@code Runnable} before its first change
     */
    public <T> T callUntilFirstChange(BiFunction<ServerConnection, Runnable, T> work) {
        AtomicBoolean hasBegun = new AtomicBoolean();
        return callWithReconnection(
                connection -> work.apply(connection, () -> hasBegun.set(true)), () -> !hasBegun.get());
    }

    /** Like {@link #callWithReconnection}, but the first connection, too, replaces one that was lost. */
    public <T> T callAfterConnectionLoss(Function<ServerConnection, T> work, BooleanSupplier mayRepeat) {
        ConnectionFactory waitingFactory = withOutageWait(() -> {});
        for (int lossCount = 1; ; ) {
            try (ServerConnection connection = waitingFactory.reopen(Map.of())) {
                return work.apply(connection);
            } catch (ConnectionLostException connectionLoss) {
                lossCount++;
                if (lossCount == MAX_CONNECTION_LOSSES || !mayRepeat.getAsBoolean()) {
                    throw connectionLoss;
                }
            }
        }
    }

    /**
     * Reads with a connection. If the connection is lost, everything is read again as soon as the server can be
     * reached.
     *
     * @param work the work, which sends only statements that read
     * @throws ServerUnreachableException if the server can't be reached, or connections are lost too often
     */
    public <T> T read(Function<ServerConnection, T> work) {
        try {
            return callWithReconnection(work, () -> true);
        } catch (ConnectionLostException connectionLoss) {
            throw new ServerUnreachableException(
                    HistoryPlace.in(schemaName),
                    "the connection was lost while the database was read: " + connectionLoss.getMessage(),
                    "Check that the frontends are alive, and repeat the operation: it reads everything again.",
                    connectionLoss);
        }
    }

    /** Starts the retries for something that the server may refuse with a transient error. */
    public Retry startRetry() {
        return new Retry(ticker, options);
    }

    /**
     * Opens a new connection, or takes one from the pool of the data source. Retries if the server has too many
     * connections.
     *
     * @throws ServerUnreachableException if no connection can be opened
     */
    public ServerConnection open() {
        return openWhenReachable(this::openWithTimeout);
    }

    /**
     * Opens a connection for work that can also wait until an open connection is free, and sets variables of its
     * session. Returns empty if all connections of the data source's pool are in use. Afterwards, this method no longer
     * asks the pool, which would answer only after a long time; the same holds for the factories of
     * {@link #withOutageWait}.
     *
     * @throws ServerUnreachableException if no connection can be opened for another reason
     */
    public Optional<ServerConnection> openIfAvailable(Map<String, String> sessionVariables) {
        if (isPoolExhausted.get()) {
            return Optional.empty();
        }
        try {
            return Optional.of(openWithTimeout(sessionVariables));
        } catch (ServerUnreachableException failure) {
            if (!isCausedByExhaustedPool(failure)) {
                throw failure;
            }
            isPoolExhausted.set(true);
            return Optional.empty();
        }
    }

    private boolean isCausedByExhaustedPool(ServerUnreachableException failure) {
        return failure.getCause() instanceof SQLException cause
                && new ConnectionFailure(cause, dataSource).isPoolExhausted();
    }

    /**
     * Requires that a pool has a free connection, in addition to the one that will hold the ledger: a run that has no
     * connection for its steps would wait for itself. If the server can't be reached, the steps wait for it.
     *
     * @throws ServerUnreachableException if all connections of the pool are in use
     */
    public void requireFreeConnection() {
        if (dataSource instanceof ServerAddress) {
            return;
        }
        try {
            open().close();
        } catch (ConnectionLostException connectionLoss) {
            LOG.log(Level.DEBUG, "The connection was lost again; the steps open another one", connectionLoss);
        } catch (ServerUnreachableException failure) {
            if (!isCausedByExhaustedPool(failure)) {
                LOG.log(Level.DEBUG, "The server can't be reached; the steps wait for it", failure);
                return;
            }
            int stepConnectionCount = options.get(MigratorOption.CONNECTIONS);
            throw new ServerUnreachableException(
                    HistoryPlace.in(schemaName),
                    "the data source has only one connection for the run: "
                            + DriverMessage.of(Objects.requireNonNull(failure.getCause()))
                                    .firstLine(),
                    "A run holds one connection for the ledger, and needs one for its steps: increase the size of the"
                            + " pool to 2 or more. The run uses up to " + (stepConnectionCount + 1)
                            + ", one more than the option connections, which is " + stepConnectionCount + ".",
                    failure);
        }
    }

    @SuppressWarnings("try") // the wait exists only to be closed
    private ServerConnection openWithTimeout() {
        return openWithRetries(() -> {
            try (Watchdog.Wait wait =
                    watchdog.startWait("the connection to the server", options.get(MigratorOption.CONNECT_TIMEOUT))) {
                return new TimedConnectionOpener(dataSource, executor)
                        .open(options.get(MigratorOption.CONNECT_TIMEOUT));
            }
        });
    }

    private ServerConnection openWhenReachable(Supplier<ServerConnection> opener) {
        return outageWait.openWhenReachable(
                opener, waitTime -> new Retry(ticker, options.withValue(MigratorOption.RETRY, waitTime)));
    }

    /**
     * Like {@link #open()}, but without a timeout, and therefore without a second thread. Call it only on a thread that
     * no other thread waits for until the connection is open.
     *
     * @throws ServerUnreachableException if no connection can be opened
     */
    public ServerConnection openWithoutTimeout() {
        return openWhenReachable(() -> openWithRetries(dataSource::getConnection));
    }

    private ServerConnection openWithRetries(ConnectionOpener opener) {
        Retry retry = startRetry();
        while (true) {
            try {
                return correctSession(new ServerConnection(
                        ProductCheck.requireStarRocks(opener.openConnection(), HistoryPlace.in(schemaName)),
                        ticker,
                        options,
                        watchdog,
                        semantics));
            } catch (SQLException failure) {
                boolean isTransient = TransientError.classify(failure)
                        .filter(error -> !error.mayHaveRun())
                        .isPresent();
                if (!isTransient || !retry.pauseIfTimeLeft()) {
                    throw new ConnectionFailure(failure, dataSource).toException(HistoryPlace.in(schemaName));
                }
            }
        }
    }

    /**
     * Corrects the session of a new connection if an earlier session had to be corrected, or if it may have had another
     * user since its login.
     */
    private ServerConnection correctSession(ServerConnection newConnection) {
        boolean mayBePooled = !(dataSource instanceof ServerAddress);
        return semantics.hasDeviation() || (mayBePooled && semantics.databaseName() != null)
                ? prepare(newConnection, ServerConnection::readVariables)
                : newConnection;
    }

    /** Returns a new connection after some statements on it; closes it if one of them fails. */
    private static ServerConnection prepare(ServerConnection newConnection, Consumer<ServerConnection> preparation) {
        try {
            preparation.accept(newConnection);
            return newConnection;
        } catch (RuntimeException failure) {
            newConnection.close();
            throw failure;
        }
    }

    @FunctionalInterface
    private interface ConnectionOpener {
        Connection openConnection() throws SQLException;
    }

    /**
     * Opens a connection, and sets variables of its session until it is closed.
     *
     * @throws ServerUnreachableException if no connection can be opened
     * @throws ServerRefusalException if the server refuses a variable; the connection is closed
     */
    public ServerConnection open(Map<String, String> sessionVariables) {
        return openWhenReachable(() -> openWithTimeout(sessionVariables));
    }

    private ServerConnection openWithTimeout(Map<String, String> sessionVariables) {
        return prepare(openWithTimeout(), newConnection -> sessionVariables.forEach(newConnection::setVariable));
    }

    /**
     * Opens a connection that replaces a lost one. It may reach another frontend, which does not see the changes made
     * through the previous one until it has caught up with its leader. Therefore this method waits until the frontend
     * has caught up.
     */
    public ServerConnection reopen(Map<String, String> sessionVariables) {
        return reopen(sessionVariables, options.get(MigratorOption.READ_TIMEOUT));
    }

    /**
     * Opens a connection that replaces a lost one, with a timeout.
     *
     * @param timeout the maximum time that the frontend may take to catch up
     */
    public ServerConnection reopen(Map<String, String> sessionVariables, Duration timeout) {
        return openWhenReachable(() ->
                prepare(openWithTimeout(sessionVariables), newConnection -> newConnection.execute("SYNC", timeout)));
    }

    /**
     * Returns the name of the database that a connection has selected, as the driver knows it. The first name becomes
     * the database of all sessions of the factory.
     *
     * @throws WrongServerException if the connection has selected no database, or one of an external catalog
     * @throws ConnectionLostException if the driver fails
     */
    public String requireDatabaseName(ServerConnection connection) {
        try {
            Connection jdbcConnection = connection.unwrapWithTimeout(options.get(MigratorOption.READ_TIMEOUT));
            String selectedDatabaseName = jdbcConnection.getCatalog();
            if (selectedDatabaseName == null || selectedDatabaseName.isEmpty()) {
                throw createMissingDatabaseException("the connection has selected no database");
            }
            String name = InternalCatalog.removePrefix(selectedDatabaseName);
            if (name.indexOf('.') >= 0) {
                throw createMissingDatabaseException(
                        "the connection has selected " + selectedDatabaseName + ", of an external catalog");
            }
            semantics.recordDatabase(name);
            return name;
        } catch (SQLException failure) {
            throw new ConnectionLostException(failure);
        }
    }

    /**
     * Returns the name of the database that connections will probably select, without opening one: the database in the
     * URL, or one with the name of the schema.
     */
    public String guessDatabaseName() {
        return dataSource instanceof ServerAddress address
                ? address.findDatabaseName().orElse(schemaName)
                : schemaName;
    }

    private WrongServerException createMissingDatabaseException(String problem) {
        return new WrongServerException(
                HistoryPlace.in(schemaName),
                problem,
                "Add the database of the schema to the URL, for example jdbc:mysql://host:9030/shop.");
    }
}
