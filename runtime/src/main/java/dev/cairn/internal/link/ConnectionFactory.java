package dev.cairn.internal.link;

import dev.cairn.internal.Ticker;
import dev.cairn.schema.UnreachableException;
import dev.cairn.schema.Where;
import dev.cairn.schema.WrongServerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;

/**
 * Opens connections to one database.
 *
 * <pre>{@code
 * ConnectionFactory links = new ConnectionFactory(dataSource, "shop", Ticker.system());
 * try (ServerConnection link = links.open()) {
 *     link.execute("CREATE VIEW …");
 * }
 * }</pre>
 */
public final class ConnectionFactory {
    private static final String OWN_CATALOG = "default_catalog.";

    private final DataSource source;
    private final String schema;
    private final Ticker ticker;
    private final ConnectionOptions options;
    private final Watchdog watchdog;

    /** @param schema its name, for messages */
    public ConnectionFactory(DataSource source, String schema, Ticker ticker) {
        this(source, schema, ticker, ConnectionOptions.DEFAULT);
    }

    /** @param schema its name, for messages */
    public ConnectionFactory(DataSource source, String schema, Ticker ticker, ConnectionOptions options) {
        this.source = source;
        this.schema = schema;
        this.ticker = ticker;
        this.options = options;
        this.watchdog = new Watchdog(ticker);
    }

    public ConnectionOptions options() {
        return options;
    }

    /** Knows what is waited for on all connections, and can be told of more. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** For something that the server may refuse for a reason that passes. */
    public Retry retry() {
        return new Retry(ticker, options);
    }

    /**
     * A new connection, or one of the pool of the data source. A server that has too many is asked again.
     *
     * @throws UnreachableException if there is none to be had
     */
    @SuppressWarnings("try") // the wait is there to be ended
    public ServerConnection open() {
        Retry retry = retry();
        while (true) {
            try (Watchdog.Wait wait = watchdog.waitFor("the connection to the server", options.connect())) {
                return new ServerConnection(ConnectionOpener.of(source, options.connect()), ticker, options, watchdog);
            } catch (SQLException failure) {
                boolean passes = TransientError.of(failure.getErrorCode(), String.valueOf(failure.getMessage()))
                        .filter(TransientError.OVERLOADED::equals)
                        .isPresent();
                if (!passes || !retry.again()) {
                    throw because(failure, Where.in(schema));
                }
            }
        }
    }

    /** With variables of the session set. */
    public ServerConnection open(Map<String, String> settings) {
        ServerConnection link = open();
        try {
            settings.forEach(link::set);
            return link;
        } catch (RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    /**
     * One that takes the place of a lost one. Another frontend may answer it, which learns of what was done through the
     * one before when it has caught up with its leader: that is waited for.
     */
    public ServerConnection reopen(Map<String, String> settings) {
        return reopen(settings, options.read());
    }

    /**
     * The same.
     *
     * @param limit how long the frontend may take to catch up
     */
    public ServerConnection reopen(Map<String, String> settings, Duration limit) {
        ServerConnection link = open(settings);
        try {
            link.execute("SYNC", limit);
            return link;
        } catch (RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    /**
     * The database that a connection has selected, without asking the server.
     *
     * @throws WrongServerException where it has selected none
     */
    public String database(ServerConnection link) {
        try {
            Connection connection = link.connection(options.read());
            String selected = connection.getCatalog();
            if (selected == null || selected.isEmpty()) {
                throw noDatabase("the connection has selected no database");
            }
            String name = selected.startsWith(OWN_CATALOG) ? selected.substring(OWN_CATALOG.length()) : selected;
            if (name.indexOf('.') >= 0) {
                throw noDatabase("the connection has selected " + selected + ", of an external catalog");
            }
            return name;
        } catch (SQLException failure) {
            throw new ConnectionLostException(failure);
        }
    }

    private WrongServerException noDatabase(String happened) {
        return new WrongServerException(
                Where.in(schema),
                happened,
                "Name the database of the schema in the URL, as in jdbc:mysql://host:9030/shop.");
    }

    // Why there is none, in one sentence: drivers tell it in several paragraphs, and what matters in the last of the
    // causes.

    /** Of MySQL, and of StarRocks. */
    private static final Set<Integer> UNKNOWN_DATABASE = Set.of(1049, 5501);

    private static final Set<Integer> DENIED = Set.of(1044, 1045);

    private static UnreachableException because(SQLException failure, Where where) {
        return new UnreachableException(
                where, "no connection to the server: " + words(failure), remedy(failure), failure);
    }

    private static String words(SQLException failure) {
        String first = DriverMessage.first(failure.getMessage());
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String reason = DriverMessage.first(last.getMessage());
        return reason.isEmpty() || first.contains(reason) ? first : first + " (" + reason + ")";
    }

    private static String remedy(SQLException failure) {
        if (failure instanceof MissingDriverException missing) {
            return missing.remedy();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "The TLS connection was not accepted: check the server's certificate, the trust store and the"
                        + " host name.";
            }
        }
        int errno = failure.getErrorCode();
        Optional<TransientError> passing = TransientError.of(errno, String.valueOf(failure.getMessage()));
        if (passing.isPresent() && passing.get() == TransientError.OVERLOADED) {
            return passing.get().remedy();
        }
        if (UNKNOWN_DATABASE.contains(errno)) {
            return "Name another database in the URL, or create this one.";
        }
        return DENIED.contains(errno)
                ? "Check the user and the password."
                : "Check the address, the user and the password, and whether the frontend is up; then run it again.";
    }
}
