package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row that a prepared statement finds by its key is read, changed and deleted like a row that is found by any other
 * condition. A condition on the key with {@code AND TRUE} is one of them.
 */
class KeyedWriteTest {
    private static final int STATEMENT_COUNT = 250;
    private static final long SEED = 20_261_127;

    @AutoClose
    private static EmbeddedStarRocks server;

    @AutoClose
    private static Client client;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    @Test
    void rowsChangeByTheirKeyAsByAnyOtherCondition() throws SQLException {
        for (String table : List.of("keyed", "plain")) {
            client.run("CREATE TABLE " + table
                    + " (k BIGINT, l VARCHAR(4), s VARCHAR(5), d DATETIME, x DECIMAL(6, 2) NOT NULL,"
                    + " b BOOLEAN, n INT NOT NULL) PRIMARY KEY(k, l) DISTRIBUTED BY HASH(k)");
        }
        int refusedCount = 0;
        for (int i = 0; i < STATEMENT_COUNT; i++) {
            if (i == STATEMENT_COUNT / 2) {
                client.run("ALTER TABLE keyed ADD COLUMN o INT", "ALTER TABLE plain ADD COLUMN o INT");
            }
            String keyCondition =
                    "k = " + pick("1", "2", "'3'", "4.0", "NULL") + " AND l = " + pick("'a'", "'it''s'", "7", "'b?'");
            String statement = randomStatement();
            String outcome = outcome(statement.replace("TABLE", "keyed").replace("KEY", keyCondition));
            assertThat(outcome)
                    .as("%s, %s, seed %d", statement, keyCondition, SEED)
                    .isEqualTo(outcome(statement.replace("TABLE", "plain").replace("KEY", keyCondition + " AND TRUE")));
            refusedCount += outcome.startsWith("refused") ? 1 : 0;
        }
        assertThat(refusedCount).isBetween(STATEMENT_COUNT / 50, STATEMENT_COUNT / 2);
        assertThat(client.rows("SELECT * FROM keyed ORDER BY k, l"))
                .isNotEmpty()
                .isEqualTo(client.rows("SELECT * FROM plain ORDER BY k, l"));
        assertThat(partitionMetadata("keyed")).isEqualTo(partitionMetadata("plain"));
        assertThat(partitionMetadata("keyed").get(0).get(0)).isEqualTo(client.value("SELECT count(*) FROM keyed"));
    }

    /** The rows of one key that are read at once, or while they are sent. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 101, 3000})
    void allRowsOfAKeyAreFound(int rowCount) throws SQLException {
        String table = "events" + rowCount;
        client.run(
                "CREATE TABLE " + table + " (k INT, id INT, b VARBINARY) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO " + table + " VALUES (2, 0, NULL)");
        if (rowCount > 0) {
            client.run("INSERT INTO " + table + " SELECT 1, generate_series, to_binary('ff00', 'hex')"
                    + " FROM TABLE(generate_series(1, " + rowCount + "))");
        }
        assertThat(client.rows("SELECT id, b FROM " + table + " WHERE k = 1"))
                .hasSize(rowCount)
                .containsExactlyInAnyOrderElementsOf(
                        client.rows("SELECT id, b FROM " + table + " WHERE k = 1 AND TRUE"));
    }

    private static List<List<String>> partitionMetadata(String table) throws SQLException {
        return client.rows(
                "SELECT ROW_COUNT, VISIBLE_VERSION FROM information_schema.partitions_meta WHERE TABLE_NAME = '" + table
                        + "'");
    }

    private String randomStatement() {
        return switch (random.nextInt(5)) {
            case 0 -> "SELECT * FROM TABLE WHERE KEY";
            case 1 -> "DELETE FROM TABLE WHERE KEY";
            case 2 ->
                "INSERT INTO TABLE (k, l, s, d, x, b, n) VALUES (" + pick("1", "2", "3", "4") + ", "
                        + pick("'a'", "'it''s'", "'7'", "'b?'") + ", 'text', '2024-01-01 10:00:00', 1.25, true, 5)";
            default ->
                "UPDATE TABLE SET "
                        + pick(
                                "s = " + pick("NULL", "'abc'", "'abcdef'", "n", "'?'"),
                                "d = " + pick("'2025-02-28'", "'2024-01-01 23:59:59'", "'never'", "NULL"),
                                "x = " + pick("x + 1", "NULL", "9999.999", "99999.9", "-3", "n * 100000"),
                                "b = " + pick("false", "NULL", "n > 3", "0"),
                                "n = " + pick("n + 1", "n * 1000000", "'12'", "NULL", "-n"),
                                "s = 'two', n = n + 10")
                        + " WHERE KEY";
        };
    }

    private String pick(String... alternatives) {
        return alternatives[random.nextInt(alternatives.length)];
    }

    private static String outcome(String statement) throws SQLException {
        if (statement.startsWith("SELECT")) {
            return client.rows(statement).toString();
        }
        try (Statement dmlStatement = client.connection().createStatement()) {
            return "changed " + dmlStatement.executeUpdate(statement);
        } catch (SQLException refusal) {
            return "refused " + refusal.getErrorCode();
        }
    }
}
