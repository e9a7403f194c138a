package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Breadth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A single row, which the server writes by prepared statements, is stored or refused like a row that is staged first.
 * An INSERT that names a partition stages its rows.
 */
@Tag(Breadth.LONG)
class SingleRowInsertTest {
    private static final int ROW_COUNT = Breadth.of(40, 120);

    @AutoClose
    private static EmbeddedStarRocks server;

    @AutoClose
    private static Client client;

    private final Random random = new Random(20_261_126);

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(k, l)", "UNIQUE KEY(k, l)", "PRIMARY KEY(k, l)"})
    void singleRowsAreWrittenAsStagedOnesAre(String keyClause) throws SQLException {
        List<String> changes = new ArrayList<>(List.of(
                "ALTER TABLE %s ADD COLUMN n INT NOT NULL DEFAULT '7'",
                "TRUNCATE TABLE %s", "ALTER TABLE %s ADD COLUMN m VARCHAR(9)", "ALTER TABLE %s DROP COLUMN b"));
        for (String table : List.of("direct", "staged")) {
            client.run(
                    "DROP TABLE IF EXISTS " + table,
                    "CREATE TABLE " + table
                            + " (k INT NOT NULL, l VARCHAR(4) NOT NULL, s VARCHAR(5), d DATETIME, x DECIMAL(6, 2) NOT NULL,"
                            + " b BOOLEAN DEFAULT 'true', a ARRAY<INT>) " + keyClause + " DISTRIBUTED BY HASH(k)");
        }
        int refusedCount = 0;
        for (int i = 0; i < ROW_COUNT; i++) {
            if (i % 30 == 29) {
                String change = changes.remove(0);
                client.run(String.format(change, "direct"), String.format(change, "staged"));
            }
            String row = randomRow();
            String outcome = insertOutcome("INSERT INTO direct " + row);
            assertThat(outcome).as(row).isEqualTo(insertOutcome("INSERT INTO staged PARTITION (staged) " + row));
            refusedCount += outcome.equals("done") ? 0 : 1;
        }
        assertThat(refusedCount).isBetween(ROW_COUNT / 10, ROW_COUNT * 2 / 3);
        assertThat(client.rows("SELECT * FROM direct ORDER BY 1, 2, 3, 4, 5"))
                .isNotEmpty()
                .isEqualTo(client.rows("SELECT * FROM staged ORDER BY 1, 2, 3, 4, 5"));
        assertThat(client.value("SELECT count(*) FROM direct")).isEqualTo(partitionRowCount("direct"));
        assertThat(partitionRowCount("direct")).isEqualTo(partitionRowCount("staged"));
    }

    private static String partitionRowCount(String table) throws SQLException {
        return client.value(
                "SELECT ROW_COUNT FROM information_schema.partitions_meta WHERE TABLE_NAME = '" + table + "'");
    }

    /** Returns columns and values, some of them invalid. */
    private String randomRow() {
        String columns = "(k, l, s, d, x, a) VALUES (";
        return columns
                + pick("1", "2", "3", "4", "-5", "'6'", "7.9", "99999999999")
                + ", "
                + pick("'a'", "'b'", "'it''s'", "'ä'", "12", "'too long'", "NULL")
                + ", "
                + pick("'text'", "NULL", "''", "'äöü'", "123456", "'\\\\n'")
                + ", "
                + pick("'2026-01-02'", "'2026-01-02 03:04:05.678'", "NULL", "'2026-02-30'", "20260102")
                + ", "
                + pick("1", "-1.5", "'2.25'", "1e2", "3.14159", "4", "-1234567", "true")
                + ", "
                + pick("[1, 2]", "NULL", "[]", "[NULL]")
                + ")";
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String insertOutcome(String insert) throws SQLException {
        try {
            client.run(insert);
            return "done";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage())
                    .replaceAll("\\d{2,}", "#")
                    .replace("staged", "direct");
        }
    }

    @Test
    void invalidRowsAreFilteredAsFarAsTheSessionAllows() throws SQLException {
        client.run(
                "CREATE TABLE filtered (k INT, s VARCHAR(3)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "SET insert_max_filter_ratio = 1",
                "INSERT INTO filtered VALUES (1, 'long')",
                "INSERT INTO filtered VALUES (2, 'two'), (3, 'three')",
                "SET insert_max_filter_ratio = 0",
                "INSERT INTO filtered VALUES (4, 'f')");
        assertThat(client.column("SELECT k FROM filtered ORDER BY k")).containsExactly("2", "4");
    }
}
