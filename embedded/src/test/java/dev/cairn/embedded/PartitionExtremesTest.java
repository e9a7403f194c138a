package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MIN and MAX of the column of a LIST partitioning, which a server answers from the values of written partitions. */
class PartitionExtremesTest {
    private static final String PARTITIONS_SQL = " PARTITION BY LIST (c) (PARTITION p1 VALUES IN ('1', '2'),"
            + " PARTITION p3 VALUES IN ('3', '4'), PARTITION p5 VALUES IN ('5', '6'))"
            + " DISTRIBUTED BY HASH (c) BUCKETS 1";

    /** The least and the greatest value of the rows. */
    private static final List<String> ROW_EXTREMES = List.of("2", "3");

    /** The least and the greatest value of the partitions that have rows. */
    private static final List<String> PARTITION_EXTREMES = List.of("1", "4");

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE t (c INT, d INT) DUPLICATE KEY (c)" + PARTITIONS_SQL,
                "INSERT INTO t VALUES (2, 1), (3, 2)",
                "CREATE VIEW v AS SELECT d, c AS x FROM t");
    }

    private List<String> extremes(String table) throws SQLException {
        return client.rows("SELECT min(c), max(c) FROM " + table).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT min(c), max(c) FROM t",
                "SELECT MIN(c), Max(DISTINCT c) FROM shop.t AS a ORDER BY min(c)",
                "SELECT min(c) AS c, max(c) AS d FROM (t) ORDER BY d LIMIT 1",
                "SELECT min(x), max(x) FROM v",
                "SELECT min(x), max(x) FROM (SELECT * FROM v ORDER BY 1) AS s",
                "SELECT min(s.y), max(s.y) FROM (SELECT x AS y, d + 1 FROM (SELECT * FROM v) AS q) AS s",
                "WITH w AS (SELECT c FROM t) SELECT min(c), max(c) FROM w",
                "SELECT a.m, b.m FROM (SELECT min(c) AS m FROM t) AS a, (SELECT max(c) AS m FROM t) AS b",
                "SELECT (SELECT min(c) FROM t), (SELECT max(c) FROM t)",
                "SELECT min(c), max(c) FROM (SELECT c, row_number() OVER (ORDER BY d) AS r FROM t) AS s",
                "SELECT min(c), max(c) FROM (SELECT c, sum(d) FROM t GROUP BY c) AS s",
                "SELECT min(a), max(b) FROM (SELECT min(c) AS a, max(c) AS b FROM t GROUP BY d) AS s",
                "SELECT m, n FROM (SELECT min(c) AS m, max(c) AS n, 1 AS o FROM t) AS s WHERE o = 1",
                "SELECT s.m, s.n FROM t LEFT JOIN (SELECT min(c) AS m, max(c) AS n FROM t) AS s ON s.m < t.c LIMIT 1",
                "SELECT 1, max(c) + 1 FROM t WHERE c < (SELECT max(c) FROM t)",
                "SELECT min(CAST(c AS INT)), max(CAST(c AS INT)) FROM t",
                "SELECT min(c), max(c) FROM (SELECT DISTINCT c FROM t) AS s",
                "SELECT min(c) + max(c) - max(c), if(min(c) > 3, 0, max(c)) FROM t",
                "SELECT /*+ SET_VAR(enable_rewrite_partition_column_minmax = true) */ min(c), max(c) FROM t"
            })
    void theValuesOfPartitionsAreRead(String query) throws SQLException {
        assertThat(client.rows(query)).containsExactly(PARTITION_EXTREMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT min(c), max(c) FROM t WHERE d > 0",
                "SELECT min(c), max(c) FROM t HAVING min(c) > 0",
                "SELECT min(m), max(m) FROM (SELECT min(c) AS m FROM t GROUP BY c) AS s",
                "SELECT min(c + 0), max(c + 0) FROM t",
                "SELECT m, n FROM (SELECT min(c) AS m, max(c) AS n FROM t) AS s WHERE m > 0",
                "WITH w AS (SELECT min(c) AS m, max(c) AS n FROM t) SELECT w.* FROM w JOIN t ON w.n = t.c",
                "SELECT v.x, v.x + 1 FROM v WHERE x = (SELECT min(c) FROM t)",
                "SELECT c - 1, c FROM t WHERE c = (SELECT max(m) FROM (SELECT max(c) AS m FROM t) AS s)",
                "SELECT c - 1, c FROM t WHERE c IN (SELECT max(c) FROM t)",
                "SELECT m, n FROM (SELECT min(c) AS m, max(c) AS n FROM t) AS s, t WHERE t.c = s.n",
                "SELECT min(y), max(y) FROM (SELECT c + 0 AS y FROM t) AS s",
                "SELECT min(c), max(c) FROM t PARTITION (p1, p3)",
                "SELECT min(c), max(c) FROM (SELECT c FROM t LIMIT 10) AS s",
                "SELECT min(c), max(c) FROM (SELECT c FROM t UNION ALL SELECT c FROM t) AS s",
                "SELECT min(a.c), max(a.c) FROM t AS a JOIN t AS b ON a.c = b.c",
                "SELECT min(s.c), max(s.c) FROM (SELECT a.c FROM t AS a, t AS b) AS s",
                "WITH w AS (SELECT c FROM t) SELECT * FROM (SELECT min(c) FROM w) AS a, (SELECT max(c) FROM w) AS b",
                "SELECT a, b FROM (SELECT min(c) AS a, max(c) AS b, sum(c) AS s FROM t) AS q WHERE s > 0",
                "SELECT /*+ SET_VAR(enable_rewrite_partition_column_minmax = false) */ min(c), max(c) FROM t"
            })
    void rowsAreReadOtherwise(String query) throws SQLException {
        assertThat(client.rows(query)).containsExactly(ROW_EXTREMES);
    }

    @Test
    void otherAggregatesReadRows() throws SQLException {
        assertThat(client.rows("SELECT min(c), max(c), count(*) FROM t")).containsExactly(List.of("2", "3", "2"));
        assertThat(client.rows("SELECT min(c), max(c), max(d) FROM t")).containsExactly(List.of("2", "3", "2"));
        assertThat(client.rows("SELECT min(c), max(c) FROM t ORDER BY count(*)"))
                .containsExactly(ROW_EXTREMES);
    }

    @Test
    void anInsertReadsTheSameValues() throws SQLException {
        client.run(
                "CREATE TABLE u (a INT, b INT) DISTRIBUTED BY HASH (a)", "INSERT INTO u SELECT min(c), max(c) FROM t");
        assertThat(client.rows("SELECT * FROM u")).containsExactly(PARTITION_EXTREMES);
    }

    @Test
    void partitionsWithoutLoadsDoNotCount() throws SQLException {
        client.run("TRUNCATE TABLE t PARTITION (p1)");
        assertThat(extremes("t")).containsExactly("3", "4");
        client.run("TRUNCATE TABLE t");
        assertThat(client.rows("SELECT ifnull(min(c), 0), ifnull(max(c), 0) FROM t"))
                .containsExactly(List.of("0", "0"));
        client.run("INSERT OVERWRITE t VALUES (6, 1)");
        assertThat(extremes("t")).containsExactly("5", "6");
    }

    @Test
    void temporaryPartitionsDoNotCountUntilTheyReplaceOthers() throws SQLException {
        client.run(
                "TRUNCATE TABLE t PARTITION (p1)",
                "ALTER TABLE t ADD TEMPORARY PARTITION q VALUES IN ('1', '2')",
                "INSERT INTO t TEMPORARY PARTITION (q) VALUES (2, 1)");
        assertThat(extremes("t")).containsExactly("3", "4");
        client.run("ALTER TABLE t REPLACE PARTITION (p1) WITH TEMPORARY PARTITION (q)");
        assertThat(extremes("t")).isEqualTo(PARTITION_EXTREMES);
    }

    @Test
    void afterADeleteRowsAreRead() throws SQLException {
        client.run("DELETE FROM t WHERE d = 100");
        assertThat(extremes("t")).isEqualTo(ROW_EXTREMES);
        client.run("TRUNCATE TABLE t", "INSERT INTO t VALUES (2, 1), (3, 2)");
        assertThat(extremes("t")).isEqualTo(ROW_EXTREMES);
    }

    @Test
    void theRowsOfOtherKeyModelsAreRead() throws SQLException {
        client.run(
                "CREATE TABLE u (c INT, d INT) UNIQUE KEY (c)" + PARTITIONS_SQL,
                "CREATE TABLE p (c INT NOT NULL, d INT) PRIMARY KEY (c)" + PARTITIONS_SQL,
                "CREATE TABLE a (c INT, d INT SUM) AGGREGATE KEY (c)" + PARTITIONS_SQL);
        for (String table : List.of("u", "p", "a")) {
            client.run("INSERT INTO " + table + " VALUES (2, 1), (3, 2)");
            assertThat(extremes(table)).isEqualTo(ROW_EXTREMES);
        }
    }

    @Test
    void nullIsTheLeastValue() throws SQLException {
        client.run(
                "CREATE TABLE n (c VARCHAR(10), d INT) PARTITION BY LIST (c)"
                        + " (PARTITION p1 VALUES IN ('b', NULL), PARTITION p2 VALUES IN ('c', 'B'))"
                        + " DISTRIBUTED BY HASH (d)",
                "INSERT INTO n VALUES ('c', 1)");
        assertThat(extremes("n")).containsExactly("B", "c");
        client.run("INSERT INTO n VALUES ('b', 1)");
        assertThat(extremes("n")).containsExactly(null, "c");
    }

    /** A frontend stores values in parentheses of their own elsewhere, where the rewrite does not find them. */
    @Test
    void valuesInParenthesesOfTheirOwnAreLeftOut() throws SQLException {
        client.run(
                "CREATE TABLE m (c INT, d INT) PARTITION BY LIST (c) (PARTITION p1 VALUES IN (('1'), ('2')))"
                        + " DISTRIBUTED BY HASH (d)",
                "INSERT INTO m VALUES (2, 1)");
        assertThat(extremes("m")).containsExactly("2", "2");
        client.run("ALTER TABLE m ADD PARTITION p3 VALUES IN ('3', '4')", "INSERT INTO m VALUES (3, 1)");
        assertThat(extremes("m")).containsExactly("3", "4");
    }

    @Test
    void automaticPartitionsAreReadByRows() throws SQLException {
        client.run(
                "CREATE TABLE e (c DATE, d INT) PARTITION BY (c) DISTRIBUTED BY HASH (d)",
                "INSERT INTO e VALUES ('2024-01-02', 1), (NULL, 1), ('2024-03-04', 1)");
        assertThat(extremes("e")).containsExactly("2024-01-02", "2024-03-04");
    }

    @Test
    void rangesAndSeveralColumnsAreReadByRows() throws SQLException {
        client.run(
                "CREATE TABLE r (c INT, d INT) PARTITION BY RANGE (c) (PARTITION p1 VALUES [('1'), ('9')))"
                        + " DISTRIBUTED BY HASH (d)",
                "CREATE TABLE s (c INT NOT NULL, d INT NOT NULL) PARTITION BY LIST (c, d)"
                        + " (PARTITION p1 VALUES IN (('1', '1'), ('2', '1'), ('3', '2'))) DISTRIBUTED BY HASH (d)");
        for (String table : List.of("r", "s")) {
            client.run("INSERT INTO " + table + " VALUES (2, 1), (3, 2)");
            assertThat(extremes(table)).isEqualTo(ROW_EXTREMES);
        }
    }

    @Test
    void theValuesHaveTheTypeOfTheColumn() throws SQLException {
        client.run(
                "CREATE TABLE y (c DATE, d INT) PARTITION BY LIST (c)"
                        + " (PARTITION p1 VALUES IN ('2024-01-01', '2024-12-31')) DISTRIBUTED BY HASH (d)",
                "INSERT INTO y VALUES ('2024-12-31', 1)");
        assertThat(client.rows("SELECT min(c), days_add(min(c), 1), year(max(c)) FROM y"))
                .containsExactly(List.of("2024-01-01", "2024-01-02 00:00:00", "2024"));
    }
}
