package dev.cairn.internal.link;

import dev.cairn.internal.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Each statement is sent alone: the server runs several in one text, but does not announce it, and
 * drivers break on the answers.
 *
 * <p>Not for several threads at once.
 */
public final class ServerConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final Pattern READS = Pattern.compile("^(?i:SHOW|SELECT|DESC|EXPLAIN)\\b");

    private final Connection connection;
    private final Ticker ticker;
    private final ConnectionOptions options;
    private final Watchdog watchdog;
    private final Deque<String> undo = new ArrayDeque<>();
    private final NetworkLimit network;
    private boolean broken;

    ServerConnection(Connection connection, Ticker ticker) {
        this(connection, ticker, ConnectionOptions.DEFAULT, new Watchdog(ticker));
    }

    ServerConnection(Connection connection, Ticker ticker, ConnectionOptions options, Watchdog watchdog) {
        this.connection = connection;
        this.ticker = ticker;
        this.options = options;
        this.watchdog = watchdog;
        this.network = new NetworkLimit(connection);
    }

    /**
     * Sends a statement that answers with nothing that matters.
     *
     * @throws ServerRefusalException by the server
     * @throws ConnectionLostException on the way
     */
    public void execute(String sql) {
        execute(sql, options.statement());
    }

    /**
     * The same.
     *
     * @param limit how long it may take
     */
    public void execute(String sql, Duration limit) {
        send(sql, limit, statement -> statement.execute(sql) ? 0 : changed(statement));
    }

    /** The same, for a statement that reads or writes rows. */
    public void load(String sql) {
        execute(sql, options.load());
    }

    /**
     * The same.
     *
     * @param permission is asked when nothing is left to do but to send it, and throws if it is not to be sent
     */
    public void load(String sql, Runnable permission) {
        send(sql, options.load(), statement -> {
            permission.run();
            return statement.execute(sql) ? 0 : changed(statement);
        });
    }

    /**
     * All rows of an answer, each value as text; none where it is no listing. What only reads is asked again where the server
     * refuses it for a reason that passes.
     *
     * @throws ServerRefusalException by the server
     * @throws ConnectionLostException on the way
     */
    public List<List<@Nullable String>> rows(String sql) {
        return rows(sql, options.read());
    }

    /**
     * The same.
     *
     * @param limit how long it may take
     */
    public List<List<@Nullable String>> rows(String sql, Duration limit) {
        return read(sql, limit, new ArrayList<>());
    }

    /** The same, for a query that reads rows of tables. */
    public List<List<@Nullable String>> query(String sql) {
        return rows(sql, options.load());
    }

    /**
     * The same, each value by the name of its column: servers of different versions have different columns.
     *
     * @throws ServerRefusalException by the server
     * @throws ConnectionLostException on the way
     */
    public List<Map<String, @Nullable String>> named(String sql) {
        List<String> labels = new ArrayList<>();
        List<Map<String, @Nullable String>> named = new ArrayList<>();
        for (List<@Nullable String> row : read(sql, options.read(), labels)) {
            Map<String, @Nullable String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 0; i < labels.size(); i++) {
                values.put(labels.get(i), row.get(i));
            }
            named.add(Collections.unmodifiableMap(values));
        }
        return named;
    }

    private List<List<@Nullable String>> read(String sql, Duration limit, List<String> labels) {
        Retry retry = new Retry(ticker, options);
        while (true) {
            try {
                return readOnce(sql, limit, labels);
            } catch (ServerRefusalException refused) {
                if (refused.passing().isEmpty() || !READS.matcher(sql).find() || !retry.again()) {
                    throw refused;
                }
                labels.clear();
            }
        }
    }

    private List<List<@Nullable String>> readOnce(String sql, Duration limit, List<String> labels) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        send(sql, limit, statement -> {
            // executeQuery of drivers takes no statements but those that MySQL answers with rows.
            if (!statement.execute(sql)) {
                return changed(statement);
            }
            try (ResultSet answer = statement.getResultSet()) {
                int columns = answer.getMetaData().getColumnCount();
                for (int i = 1; i <= columns; i++) {
                    labels.add(answer.getMetaData().getColumnLabel(i));
                }
                while (answer.next()) {
                    List<@Nullable String> row = new ArrayList<>(columns);
                    for (int i = 1; i <= columns; i++) {
                        row.add(answer.getString(i));
                    }
                    rows.add(Collections.unmodifiableList(row));
                }
            }
            return rows.size();
        });
        return rows;
    }

    /**
     * Sets a variable of the session until the link is closed. The connection may be one of a pool, and goes back as it
     * was.
     */
    public void set(String variable, String value) {
        List<List<@Nullable String>> before = rows("SELECT @@" + variable);
        execute("SET " + variable + " = " + SqlQuoting.setting(value));
        String old = before.isEmpty() ? null : before.get(0).get(0);
        undo.push("SET " + variable + " = " + (old == null ? "NULL" : SqlQuoting.setting(old)));
    }

    /** For code of users; what they do with it is not logged. Each of their statements has the limit of a load. */
    public Connection lent() {
        return connection(options.load());
    }

    Connection connection(Duration limit) {
        try {
            network.set(limit);
            return connection;
        } catch (SQLException failure) {
            broken = true;
            throw new ConnectionLostException(failure);
        }
    }

    /** A wait for code that has the connection. */
    public Watchdog.Wait waitFor(String code) {
        return watchdog.waitFor(code, options.load());
    }

    /** Ends the connection, from any thread: whoever waits for an answer on it has lost it. */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A connection did not end", failure);
        }
    }

    /** Whether the connection was lost; nothing can be sent on it any more. */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Sets what was set back to what it was.
     *
     * @throws ServerRefusalException by the server
     * @throws ConnectionLostException on the way
     */
    public void restore() {
        while (!broken && !undo.isEmpty()) {
            execute(undo.pop());
        }
    }

    @Override
    public void close() {
        try {
            restore();
        } catch (ServerRefusalException | ConnectionLostException failure) {
            // Nobody else should get a connection whose settings are not known.
            broken = true;
            LOG.log(Level.WARNING, "A session's settings can't be restored: its connection is ended", failure);
        }
        try {
            if (broken) {
                connection.abort(Runnable::run);
            } else {
                network.restore();
            }
            connection.close();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A connection did not close", failure);
        }
    }

    private static long changed(Statement statement) throws SQLException {
        return Math.max(0, statement.getUpdateCount());
    }

    @FunctionalInterface
    private interface Sending {
        /** The number of rows that the statement gave or changed. */
        long on(Statement statement) throws SQLException;
    }

    @SuppressWarnings("try") // the wait is there to be ended
    private void send(String sql, Duration limit, Sending sending) {
        SqlLog log = SqlLog.sending(sql, ticker);
        try (Watchdog.Wait wait = watchdog.waitFor("a statement", limit);
                Statement statement = connection.createStatement()) {
            network.set(limit);
            statement.setEscapeProcessing(false);
            log.answered(sending.on(statement));
        } catch (SQLException failure) {
            log.failed(failure);
            if (ConnectionLostException.isToldBy(failure)) {
                broken = true;
                throw ConnectionLostException.onTheWay(failure, limit);
            }
            throw new ServerRefusalException(failure);
        }
    }

    /** The network timeout of a connection. It may be one of a pool, and goes back with the timeout that it had. */
    private static final class NetworkLimit {
        private static final Logger LOG = System.getLogger("dev.cairn");

        private final Connection connection;
        private boolean unsupported;
        private int original = -1;
        private int current = -1;

        NetworkLimit(Connection connection) {
            this.connection = connection;
        }

        void set(Duration limit) throws SQLException {
            int millis = ConnectionOptions.millis(limit);
            if (unsupported || millis == current) {
                return;
            }
            try {
                if (original < 0) {
                    original = connection.getNetworkTimeout();
                }
                apply(millis);
            } catch (SQLFeatureNotSupportedException | AbstractMethodError old) {
                // The watchdog still finds a statement that does not end.
                unsupported = true;
                LOG.log(Level.DEBUG, "The driver has no network timeouts", old);
            }
        }

        void restore() throws SQLException {
            if (original >= 0) {
                apply(original);
            }
        }

        /** Connector/J throws what goes wrong in the executor, wrapped. */
        private void apply(int millis) throws SQLException {
            try {
                connection.setNetworkTimeout(Runnable::run, millis);
                current = millis;
            } catch (RuntimeException wrapped) {
                if (wrapped.getCause() instanceof SQLException failure) {
                    throw failure;
                }
                throw wrapped;
            }
        }
    }
}
