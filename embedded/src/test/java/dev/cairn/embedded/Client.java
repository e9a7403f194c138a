package dev.cairn.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A connection through the driver, with short methods for what tests do with it. */
public final class Client implements AutoCloseable {
    /** The longest time that a test waits for an event, even on a slow machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Connection connection;

    public Client(Connection connection) {
        this.connection = connection;
    }

    /** Connects to a server with a short timeout of logins, and tries again until a slow machine succeeds. */
    public static Client connectPatiently(String url) {
        return Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> of(url), client -> true);
    }

    public static Client of(EmbeddedStarRocks server) throws SQLException {
        return of(server.jdbcUrl());
    }

    public static Client of(String url) throws SQLException {
        return of(url, "root", "");
    }

    public static Client of(String url, String user, String password) throws SQLException {
        return new Client(DriverManager.getConnection(url, user, password));
    }

    /**
     * Runs a task in a thread of its own. The common pool of threads has a single thread on a machine with two
     * processors, where a task that waits for another one would never end.
     */
    public static <T> CompletableFuture<T> runAsync(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, runnable -> new Thread(runnable).start());
    }

    public Connection connection() {
        return connection;
    }

    public void run(String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    public List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columnCount = resultSet.getMetaData().getColumnCount();
            while (resultSet.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columnCount; column++) {
                    row.add(resultSet.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Returns the first column of all rows. */
    public List<String> column(String sql) throws SQLException {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    /** Returns the first column of all rows as the bytes that the server sends. */
    public List<byte[]> bytes(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(sql)) {
            List<byte[]> values = new ArrayList<>();
            while (resultSet.next()) {
                values.add(resultSet.getBytes(1));
            }
            return values;
        }
    }

    public String value(String sql) throws SQLException {
        return rows(sql).get(0).get(0);
    }

    public List<String> columnNames(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= resultSet.getMetaData().getColumnCount(); column++) {
                names.add(resultSet.getMetaData().getColumnLabel(column));
            }
            return names;
        }
    }

    /** An error as the driver reports it. */
    public record Refusal(int errno, String sqlState, String message) {
        public static Refusal of(SQLException refusal) {
            return new Refusal(refusal.getErrorCode(), refusal.getSQLState(), String.valueOf(refusal.getMessage()));
        }

        /** Returns whether the connection has ended without an answer. */
        public boolean isLostConnection() {
            return sqlState.startsWith("08");
        }
    }

    /** Returns the server's error for a statement that it refuses. */
    public Refusal refusal(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refusal) {
            return Refusal.of(refusal);
        }
        throw new AssertionError("Accepted: " + sql);
    }

    /**
     * Returns the driver's error for a statement that exceeds a network timeout of 50 milliseconds. The connection
     * keeps this timeout.
     */
    public Refusal refusalAfterTimeout(String sql) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 50);
        return refusal(sql);
    }

    /** Returns the server's error for a refused login. */
    public static Refusal refusal(String url, String user, String password) {
        try (Client client = of(url, user, password)) {
            throw new AssertionError("Accepted login: " + user + " as " + client.value("SELECT CURRENT_USER()"));
        } catch (SQLException refusal) {
            return Refusal.of(refusal);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
