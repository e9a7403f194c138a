package dev.cairn.server.link;

import dev.cairn.server.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Each statement is sent alone: the server runs several in one text, but does not announce it, and
 * drivers break on the answers.
 *
 * <p>Not for several threads at once.
 */
public final class Link implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Connection connection;
    private final Ticker ticker;
    private final Deque<String> undo = new ArrayDeque<>();
    private boolean broken;

    Link(Connection connection, Ticker ticker) {
        this.connection = connection;
        this.ticker = ticker;
    }

    /**
     * Sends a statement that answers with nothing that matters.
     *
     * @throws Refused by the server
     * @throws Lost on the way
     */
    public void execute(String sql) {
        send(sql, statement -> statement.execute(sql) ? 0 : changed(statement));
    }

    /**
     * All rows of an answer, each value as text; none where it is no listing.
     *
     * @throws Refused by the server
     * @throws Lost on the way
     */
    public List<List<@Nullable String>> rows(String sql) {
        return read(sql, new ArrayList<>());
    }

    /**
     * The same, each value by the name of its column: servers of different versions have different columns.
     *
     * @throws Refused by the server
     * @throws Lost on the way
     */
    public List<Map<String, @Nullable String>> named(String sql) {
        List<String> labels = new ArrayList<>();
        List<Map<String, @Nullable String>> named = new ArrayList<>();
        for (List<@Nullable String> row : read(sql, labels)) {
            Map<String, @Nullable String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 0; i < labels.size(); i++) {
                values.put(labels.get(i), row.get(i));
            }
            named.add(Collections.unmodifiableMap(values));
        }
        return named;
    }

    private List<List<@Nullable String>> read(String sql, List<String> labels) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        send(sql, statement -> {
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
        execute("SET " + variable + " = " + Quoted.setting(value));
        String old = before.isEmpty() ? null : before.get(0).get(0);
        undo.push("SET " + variable + " = " + (old == null ? "NULL" : Quoted.setting(old)));
    }

    /** For code of users; what they do with it is not logged. */
    public Connection connection() {
        return connection;
    }

    /** Whether the connection was lost; nothing can be sent on it any more. */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Sets what was set back to what it was.
     *
     * @throws Refused by the server
     * @throws Lost on the way
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
        } catch (Refused | Lost failure) {
            // Nobody else should get a connection whose settings are not known.
            broken = true;
            LOG.log(Level.WARNING, "A session's settings can't be restored: its connection is ended", failure);
        }
        try {
            if (broken) {
                connection.abort(Runnable::run);
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

    private void send(String sql, Sending sending) {
        SqlLog log = SqlLog.sending(sql, ticker);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            log.answered(sending.on(statement));
        } catch (SQLException failure) {
            log.failed(failure);
            if (Lost.isToldBy(failure)) {
                broken = true;
                throw new Lost(failure);
            }
            throw new Refused(failure);
        }
    }
}
