package dev.cairn.internal.polling;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import dev.cairn.upgrade.Where;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Sends the queries that monitor operations of the server. Each query uses its own connection, which is released at once,
 * so that waiting occupies no connection.
 */
public final class ServerPoller {
    public static final int MAX_LOSSES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private final DataSource source;
    private final Ticker ticker;
    private final OptionValues options;

    public ServerPoller(DataSource source, Ticker ticker) {
        this(source, ticker, OptionValues.DEFAULTS);
    }

    public ServerPoller(DataSource source, Ticker ticker, OptionValues options) {
        this.source = source;
        this.ticker = ticker;
        this.options = options;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** Returns pauses, which throw {@link CancellationException} if the thread is interrupted. */
    public Backoff backoff() {
        return backoff(ticker);
    }

    /** Returns pauses, which throw {@link CancellationException} if the thread is interrupted. */
    public static Backoff backoff(Ticker ticker) {
        return new Backoff(
                ticker,
                FIRST_PAUSE,
                MAX_PAUSE,
                () -> {},
                interrupted -> new CancellationException(
                        "interrupted while waiting for the server, which continues the operation"));
    }

    /** Returns the timeout of a query that only reads metadata. */
    public Duration readTimeout() {
        return options.get(MigratorOption.READ_TIMEOUT);
    }

    /**
     * Returns a factory of connections for queries.
     *
     * @param about the name of the object that the queries are about, for messages
     */
    public ConnectionFactory connections(String about) {
        return new ConnectionFactory(source, about, ticker, options);
    }

    /**
     * Runs a query once.
     *
     * @throws ConnectionLostException if the connection is lost
     */
    public <T> T askOnce(String about, Function<ServerConnection, T> question) {
        try (ServerConnection connection = connections(about).open()) {
            return question.apply(connection);
        }
    }

    /**
     * Runs an idempotent query. If the connection is lost, it repeats the query on a new one, after the frontend has caught
     * up with the changes made through the previous one.
     *
     * @throws UnreachableException if connections are lost repeatedly
     */
    public <T> T ask(String about, Function<ServerConnection, T> question) {
        try {
            return askOnce(about, question);
        } catch (ConnectionLostException lost) {
            return askWithReconnection(about, question);
        }
    }

    /** Runs an idempotent query on a frontend that has caught up with the changes made through other frontends. */
    public <T> T askWithReconnection(String about, Function<ServerConnection, T> question) {
        Backoff backoff = backoff();
        for (int losses = 1; ; losses++) {
            try (ServerConnection connection = connections(about).reopen(Map.of())) {
                return question.apply(connection);
            } catch (ConnectionLostException | UnreachableException lost) {
                if (losses == MAX_LOSSES) {
                    throw unreachable(about, lost);
                }
                backoff.pause();
            }
        }
    }

    public static UnreachableException unreachable(String about, RuntimeException last) {
        return last instanceof UnreachableException unreachable
                ? unreachable
                : new UnreachableException(
                        Where.in(about),
                        "the connection was lost repeatedly: " + last.getMessage(),
                        "It is unknown whether the operation was completed; run it again when the server is available.",
                        last);
    }
}
