package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Result sets of many rows, which are calculated while the client reads them. */
class StreamedRowsTest {
    private static final int ROW_COUNT = 300_000;

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.run(
                    "CREATE TABLE n (k BIGINT, v VARCHAR(20)) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)",
                    "INSERT INTO n SELECT generate_series, concat('row ', generate_series)"
                            + " FROM TABLE(generate_series(1, " + ROW_COUNT + "))");
        }
    }

    private static Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("shop") + "?user=root" + options);
    }

    /** Returns a statement whose rows the driver reads one after the other. */
    private static Statement createStreamingStatement(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(Integer.MIN_VALUE);
        return statement;
    }

    @Test
    void allRowsArriveOnceAndInOrder() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = createStreamingStatement(connection);
                ResultSet rows = statement.executeQuery("SELECT k, v FROM n ORDER BY k")) {
            long count = 0;
            while (rows.next()) {
                count++;
                assertThat(rows.getLong(1)).isEqualTo(count);
                assertThat(rows.getString(2)).isEqualTo("row " + count);
            }
            assertThat(count).isEqualTo(ROW_COUNT);
        }
    }

    @Test
    void aPreparedQueryStreamsToo() throws SQLException {
        try (Connection connection = connect("&useServerPrepStmts=true");
                PreparedStatement statement = connection.prepareStatement("SELECT k, v FROM n WHERE k > ?")) {
            statement.setLong(1, 10);
            statement.setFetchSize(Integer.MIN_VALUE);
            long sum = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum += rows.getLong(1);
                }
            }
            assertThat(sum).isEqualTo((long) ROW_COUNT * (ROW_COUNT + 1) / 2 - 55);
        }
    }

    @Test
    void theFirstRowsArriveBeforeALaterOneFails() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = createStreamingStatement(connection)) {
            ResultSet rows = statement.executeQuery(
                    "SELECT generate_series, assert_true(generate_series < 3000000, 'the last one')"
                            + " FROM TABLE(generate_series(1, 3000000))");
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> {
                        while (rows.next()) {
                            rows.getLong(1);
                        }
                    })
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the last one");
            try (ResultSet nextRows = statement.executeQuery("SELECT count(*) FROM n")) {
                assertThat(nextRows.next()).isTrue();
                assertThat(nextRows.getInt(1)).isEqualTo(ROW_COUNT);
            }
        }
    }

    /**
     * The arithmetic of a server wraps around. A query that overflows in DuckDB is translated again, with arithmetic
     * that wraps.
     */
    @Test
    void aLateOverflowWrapsAroundAsAnEarlyOne() throws SQLException {
        long factor = Long.MAX_VALUE / (ROW_COUNT - 1);
        try (Connection connection = connect("");
                Statement statement = createStreamingStatement(connection)) {
            long lastProduct = 0;
            try (ResultSet rows = statement.executeQuery("SELECT k, k * " + factor + " FROM n ORDER BY k")) {
                while (rows.next()) {
                    lastProduct = rows.getLong(2);
                }
            }
            assertThat(lastProduct).isEqualTo(ROW_COUNT * factor).isNegative();
        }
    }

    @Test
    void changesDuringAQueryAreNotSeen() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"));
                Connection connection = connect("");
                Statement statement = createStreamingStatement(connection)) {
            client.run("CREATE TABLE copy LIKE n", "INSERT INTO copy SELECT * FROM n");
            try (ResultSet rows = statement.executeQuery("SELECT k FROM copy")) {
                assertThat(rows.next()).isTrue();
                client.run("TRUNCATE TABLE copy", "INSERT INTO copy VALUES (-1, 'new')", "DROP TABLE copy");
                long count = 1;
                while (rows.next()) {
                    assertThat(rows.getLong(1)).isPositive();
                    count++;
                }
                assertThat(count).isEqualTo(ROW_COUNT);
            }
        }
    }

    /** A query may be cancelled at any moment, even between its first rows and the others. */
    @RepeatedTest(20)
    void aResultSetCanBeCancelled() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"));
                Connection connection = connect("");
                Statement statement = createStreamingStatement(connection)) {
            String connectionId;
            try (ResultSet idRow = statement.executeQuery("SELECT connection_id()")) {
                assertThat(idRow.next()).isTrue();
                connectionId = idRow.getString(1);
            }
            ResultSet rows = statement.executeQuery("SELECT a.k, b.k FROM n a CROSS JOIN n b");
            assertThat(rows.next()).isTrue();
            client.run("KILL QUERY " + connectionId);
            assertThatThrownBy(() -> {
                        while (rows.next()) {
                            rows.getLong(1);
                        }
                    })
                    .isInstanceOf(SQLException.class);
            try (ResultSet nextRows = statement.executeQuery("SELECT 1")) {
                assertThat(nextRows.next()).isTrue();
            }
        }
    }

    @Test
    void aClientThatLeavesEndsItsQuery() throws SQLException {
        Connection connection = connect("");
        Statement statement = createStreamingStatement(connection);
        ResultSet rows = statement.executeQuery("SELECT a.k, b.k FROM n a CROSS JOIN n b");
        assertThat(rows.next()).isTrue();
        connection.abort(Runnable::run);
        await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 0);
    }
}
