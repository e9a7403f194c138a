package dev.cairn.internal.polling;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Sends the queries that monitor operations of the server. Each query uses its own connection, which is released at
 * once, so waiting occupies no connection.
 */
public final class ServerPoller {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final Ticker ticker;
    private final OptionValues options;

    public ServerPoller(DataSource dataSource, Ticker ticker) {
        this(dataSource, ticker, OptionValues.DEFAULTS);
    }

    public ServerPoller(DataSource dataSource, Ticker ticker, OptionValues options) {
        this.dataSource = dataSource;
        this.ticker = ticker;
        this.options = options;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** Returns a backoff whose pauses throw {@link CancellationException} if the thread is interrupted. */
    public Backoff createBackoff() {
        return createBackoff(ticker);
    }

    /** Returns a backoff whose pauses throw {@link CancellationException} if the thread is interrupted. */
    public static Backoff createBackoff(Ticker ticker) {
        return new Backoff(ticker, FIRST_PAUSE, MAX_PAUSE, () -> {}, interruption -> createInterruptionException());
    }

    /** Returns the timeout of a query that only reads metadata. */
    public Duration readTimeout() {
        return options.get(MigratorOption.READ_TIMEOUT);
    }

    /**
     * Returns a factory of connections for queries.
     *
     * @param subject the name of the object that the queries are about, for messages
     */
    public ConnectionFactory createConnectionFactory(String subject) {
        return new ConnectionFactory(dataSource, subject, ticker, options);
    }

    /**
     * Runs a query once.
     *
     * @throws ServerUnreachableException if no connection can be opened
     * @throws ConnectionLostException if the connection is lost
     */
    public <T> T queryOnce(String subject, Function<ServerConnection, T> query) {
        try (ServerConnection connection = createConnectionFactory(subject).open()) {
            return query.apply(connection);
        }
    }

    /**
     * Runs an idempotent query. If the connection is lost, the query is repeated on a new connection, as soon as the
     * server can be reached and its frontend has caught up with the changes made through the previous one.
     *
     * @throws ServerUnreachableException if no connection can be opened, or connections are lost repeatedly
     * @throws CancellationException if no connection can be opened because the thread is interrupted
     */
    public <T> T query(String subject, Function<ServerConnection, T> query) {
        return call(subject, connectionFactory -> connectionFactory.callWithReconnection(query, () -> true));
    }

    /**
     * Like {@link #query}, for a server that could be reached before: if it can't be reached now, the query waits for
     * it.
     *
     * @throws ServerUnreachableException if the server can't be reached within the retry timeout, or connections are
     *     lost repeatedly
     * @throws CancellationException if the thread is interrupted while it waits for the server
     */
    public <T> T queryWithOutageWait(String subject, Function<ServerConnection, T> query) {
        return call(
                subject,
                connectionFactory ->
                        connectionFactory.withOutageWait(() -> {}).callWithReconnection(query, () -> true));
    }

    /**
     * Runs an idempotent query on a frontend that has caught up with the changes made through other frontends.
     *
     * @throws ServerUnreachableException if the server can't be reached within the retry timeout, or connections are
     *     lost repeatedly
     * @throws CancellationException if the thread is interrupted while it waits for the server
     */
    public <T> T queryAfterSync(String subject, Function<ServerConnection, T> query) {
        return call(subject, connectionFactory -> connectionFactory.callAfterConnectionLoss(query, () -> true));
    }

    private <T> T call(String subject, Function<ConnectionFactory, T> operation) {
        try {
            return operation.apply(createConnectionFactory(subject));
        } catch (ConnectionLostException connectionLoss) {
            throw createConnectionLossException(subject, connectionLoss);
        } catch (ServerUnreachableException failure) {
            throw Thread.currentThread().isInterrupted() ? createInterruptionException() : failure;
        }
    }

    private static CancellationException createInterruptionException() {
        return new CancellationException("interrupted while waiting for the server, which continues the operation");
    }

    /** Creates the exception for connections that were lost repeatedly. */
    public static ServerUnreachableException createConnectionLossException(String subject, Exception lastLoss) {
        return new ServerUnreachableException(
                HistoryPlace.in(subject),
                "the connection was lost repeatedly: " + lastLoss.getMessage(),
                "It is unknown whether the operation was completed; repeat the operation when the server is available.",
                lastLoss);
    }
}
