package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A query that takes a long time or much memory does not disturb other connections. */
class SideBySideTest {
    private static final String ENDLESS_QUERY =
            "SELECT count(*) FROM o a, o b, o c, o d, o e, o f WHERE sqrt(a.id + b.id * c.id"
                    + " + d.id * e.id + f.id) < 0.5";

    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE o (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
            statement.execute("INSERT INTO o SELECT generate_series FROM TABLE(generate_series(1, 2000))");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
    }

    private CompletableFuture<String> startEndlessQuery() {
        return startQuery(ENDLESS_QUERY);
    }

    private CompletableFuture<String> startQuery(String query) {
        CompletableFuture<String> outcome = Client.runAsync(() -> {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(query);
                return "it ended";
            } catch (SQLException failure) {
                return String.valueOf(failure.getMessage());
            }
        });
        await().atMost(Client.PATIENCE).until(() -> findConnectionId(query) > 0);
        return outcome;
    }

    /** Returns the id of the connection that runs a query, or 0 if there is no such connection. */
    private long findConnectionId(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet processes = statement.executeQuery("SHOW FULL PROCESSLIST")) {
            while (processes.next()) {
                if (query.equals(processes.getString("Info"))) {
                    return processes.getLong("Id");
                }
            }
            return 0;
        }
    }

    @Test
    void otherClientsReadAndWriteWhileAQueryRuns() throws SQLException {
        CompletableFuture<String> outcome = startEndlessQuery();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO o VALUES (0)");
            statement.execute("ALTER TABLE o ADD COLUMN note INT");
            statement.execute(
                    "CREATE TABLE other (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
            statement.execute("DROP TABLE other FORCE");
            try (ResultSet countRow = statement.executeQuery("SELECT count(*) FROM o")) {
                countRow.next();
                assertThat(countRow.getLong(1)).isEqualTo(2001);
            }
            assertThat(outcome).isNotDone();
            statement.execute("KILL QUERY " + findConnectionId(ENDLESS_QUERY));
        }

        assertThat(outcome).succeedsWithin(Client.PATIENCE).asString().contains("Cancelled");
    }

    @Test
    void aQueryThatSleepsCanBeStopped() throws SQLException {
        String sleepQuery = "SELECT sleep(3600)";
        CompletableFuture<String> outcome = startQuery(sleepQuery);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            await().atMost(Client.PATIENCE).ignoreExceptions().until(() -> {
                long connectionId = findConnectionId(sleepQuery);
                if (connectionId > 0) {
                    statement.execute("KILL QUERY " + connectionId);
                }
                return outcome.isDone();
            });
        }

        assertThat(outcome).succeedsWithin(Client.PATIENCE).asString().contains("Cancelled");
    }

    @Test
    void aQueryEndsWithItsTimeout() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET query_timeout = 1");

            assertThatThrownBy(() -> statement.execute(ENDLESS_QUERY))
                    .hasMessageContaining("reached its timeout of 1 seconds");
        }
    }

    @Test
    void aServerClosesWhileAQueryRuns() throws SQLException {
        CompletableFuture<String> outcome = startEndlessQuery();
        server.close();

        assertThat(outcome).succeedsWithin(Client.PATIENCE);
    }

    @Test
    void aQueryBeyondTheMemoryLimitIsRefused() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(
                            "SELECT length(group_concat(repeat('x', 1000000) SEPARATOR '')) FROM o a, o b"))
                    .hasMessageContaining("exceed limit");
        }
    }

    @Test
    void textsAreAtMostAMegabyte() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet texts = statement.executeQuery(
                        "SELECT length(repeat('ab', 500000 + id)), repeat('ab', 600000 + id), lpad('a', 2000000 + id,"
                                + " 'b'), rpad('a', 2000000 + id, 'b'), space(2000000 + id) FROM o LIMIT 1")) {
            texts.next();
            assertThat(texts.getLong(1)).isGreaterThan(1_000_000);
            for (int column = 2; column <= 5; column++) {
                assertThat(texts.getString(column)).isNull();
            }
        }
    }
}
