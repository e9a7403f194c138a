package dev.cairn.internal.polling;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Sends the queries that monitor operations of the server. Each query uses its own connection, which is released at
 * once, so waiting occupies no connection.
 */
public final class ServerPoller {
    /** The number of failed attempts after which an idempotent query is not repeated. */
    public static final int MAX_FAILED_ATTEMPTS = 5;

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

    /** Returns pauses, which throw {@link CancellationException} if the thread is interrupted. */
    public Backoff createBackoff() {
        return createBackoff(ticker);
    }

    /** Returns pauses, which throw {@link CancellationException} if the thread is interrupted. */
    public static Backoff createBackoff(Ticker ticker) {
        return new Backoff(
                ticker,
                FIRST_PAUSE,
                MAX_PAUSE,
                () -> {},
                interruption -> new CancellationException(
                        "interrupted while waiting for the server, which continues the operation"));
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
     * @throws UnreachableException if no connection can be opened
     * @throws ConnectionLostException if the connection is lost
     */
    public <T> T queryOnce(String subject, Function<ServerConnection, T> query) {
        try (ServerConnection connection = createConnectionFactory(subject).open()) {
            return query.apply(connection);
        }
    }

    /**
     * Runs an idempotent query. If the connection is lost, the query is repeated on a new connection, after its
     * frontend has caught up with the changes made through the previous one.
     *
     * @throws UnreachableException if connections are lost repeatedly
     */
    public <T> T query(String subject, Function<ServerConnection, T> query) {
        try {
            return queryOnce(subject, query);
        } catch (ConnectionLostException ignored) {
            return queryWithReconnection(subject, query);
        }
    }

    /**
     * Runs an idempotent query on a frontend that has caught up with the changes made through other frontends.
     *
     * @throws UnreachableException if the last of several attempts fails
     */
    public <T> T queryWithReconnection(String subject, Function<ServerConnection, T> query) {
        Backoff backoff = createBackoff();
        for (int failureCount = 1; ; failureCount++) {
            try (ServerConnection connection = createConnectionFactory(subject).reopen(Map.of())) {
                return query.apply(connection);
            } catch (ConnectionLostException | UnreachableException failure) {
                if (failureCount == MAX_FAILED_ATTEMPTS) {
                    throw toUnreachableException(subject, failure);
                }
                backoff.pause();
            }
        }
    }

    /** Returns the last failure if it is an {@link UnreachableException}; otherwise a new one with it as the cause. */
    public static UnreachableException toUnreachableException(String subject, RuntimeException lastFailure) {
        return lastFailure instanceof UnreachableException knownFailure
                ? knownFailure
                : new UnreachableException(
                        HistoryPlace.in(subject),
                        "the connection was lost repeatedly: " + lastFailure.getMessage(),
                        "It is unknown whether the operation was completed; repeat the operation when the server is available.",
                        lastFailure);
    }
}
