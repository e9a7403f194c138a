package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of materialized views and of their refreshes in listings. */
class MaterializedViewStatusTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE t (c1 INT, c2 INT, c3 INT, d DATE, a ARRAY<INT>)",
                "CREATE TABLE u (c1 INT, c2 INT)",
                "CREATE VIEW sums AS SELECT c1, sum(c2) AS s FROM t GROUP BY c1",
                "CREATE VIEW first_rows AS SELECT c1 FROM t LIMIT 3");
    }

    private String rewriteStatus(String query) throws SQLException {
        client.run("CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS " + query);
        return client.rows("SELECT query_rewrite_status FROM information_schema.materialized_views")
                .get(0)
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c1, count(*) AS n FROM t GROUP BY c1 HAVING count(*) > 1",
                "SELECT count(DISTINCT c1) AS n FROM t",
                "SELECT DISTINCT c1 FROM t",
                "SELECT t.c1, u.c2 FROM t FULL JOIN u ON t.c1 = u.c1",
                "SELECT c1 FROM t WHERE c1 IN (SELECT c1 FROM u)",
                "SELECT c1 FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.c1 = t.c1)",
                "SELECT x.c1, x.s FROM (SELECT c1, sum(c2) AS s FROM t GROUP BY c1) AS x WHERE s > 1",
                "SELECT c1 FROM (SELECT c1 FROM t ORDER BY c1) AS x",
                "WITH w AS (SELECT c1, sum(c2) AS s FROM t GROUP BY c1) SELECT c1, s FROM w WHERE s > 3",
                "SELECT c1, s FROM sums",
                "SELECT sums.c1, u.c2 FROM sums JOIN u ON sums.c1 = u.c1",
                "SELECT c1, count(*) AS n FROM first_rows GROUP BY c1"
            })
    void queriesCanBeRewritten(String query) throws SQLException {
        assertThat(rewriteStatus(query)).isEqualTo("VALID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT c1 FROM t LIMIT 5 | LOGICAL_LIMIT",
                "SELECT c1 FROM (SELECT c1 FROM t LIMIT 5) AS x LIMIT 3 | LOGICAL_LIMIT",
                "SELECT c1 FROM t LIMIT 0 | LOGICAL_VALUES",
                "SELECT c1, max(c2) AS m FROM t GROUP BY c1 ORDER BY 2 LIMIT 4 | LOGICAL_TOPN",
                "SELECT c1 FROM t UNION SELECT c1 FROM u | LOGICAL_UNION",
                "SELECT c1 FROM t MINUS SELECT c1 FROM u | LOGICAL_EXCEPT",
                "(SELECT c1 FROM t LIMIT 1) UNION ALL (SELECT c1 FROM u ORDER BY 1 LIMIT 1)"
                        + " | LOGICAL_UNION,LOGICAL_LIMIT,LOGICAL_TOPN",
                "SELECT c1, rank() OVER (ORDER BY c2) AS r FROM t LIMIT 9 | LOGICAL_LIMIT,LOGICAL_WINDOW",
                "SELECT c1, row_number() OVER (ORDER BY c2) AS r, sum(c2) OVER (ORDER BY c2) AS q FROM t"
                        + " | LOGICAL_WINDOW,LOGICAL_WINDOW",
                "SELECT c1 FROM t QUALIFY row_number() OVER (PARTITION BY c1 ORDER BY c2) = 1"
                        + " | LOGICAL_WINDOW,LOGICAL_TOPN",
                "SELECT c1, c2, sum(c3) AS s FROM t GROUP BY ROLLUP (c1, c2) | LOGICAL_REPEAT",
                "SELECT c1, unnest FROM t, unnest(a) | LOGICAL_TABLE_FUNCTION",
                "SELECT c1 FROM t WHERE EXISTS (SELECT c1 FROM u LIMIT 1) | LOGICAL_LIMIT",
                "SELECT c1 FROM t WHERE c1 = (SELECT c1 FROM u) | LOGICAL_ASSERT_ONE_ROW"
            })
    void otherOperatorsAreNamed(String query, String operators) throws SQLException {
        assertThat(rewriteStatus(query))
                .isEqualTo("INVALID: no valid plan: MV contains non-SPJG operators(no view rewrite): " + operators);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c1 FROM t WHERE c1 > (SELECT max(c1) FROM u)",
                "SELECT c1, (SELECT max(c2) FROM u) AS m FROM t",
                "SELECT x.c1, max(x.s) AS m FROM (SELECT c1, sum(c2) AS s FROM t GROUP BY c1) AS x GROUP BY x.c1",
                "SELECT x.c1, u.c2 FROM (SELECT c1, sum(c2) AS s FROM t GROUP BY c1) AS x JOIN u ON x.c1 = u.c1",
                "SELECT c1 FROM t WHERE c1 IN (SELECT max(c1) FROM u)"
            })
    void aggregationsMustBeAtTheTop(String query) throws SQLException {
        assertThat(rewriteStatus(query)).isEqualTo("INVALID: no valid plan: MV is not SPJG structure(no view rewrite)");
    }

    @Test
    void aQueryOfAViewHasTwoPlans() throws SQLException {
        assertThat(rewriteStatus("SELECT c1, s FROM sums ORDER BY s"))
                .isEqualTo("INVALID: no valid plan: MV contains non-SPJG operators(no view rewrite): LOGICAL_TOPN;"
                        + "MV contains non-SPJG operators(view rewrite): LOGICAL_TOPN");
    }

    @Test
    void functionsOfTheCurrentTimeAreNamed() throws SQLException {
        assertThat(rewriteStatus("SELECT c1 FROM t WHERE d > date_sub(NOW(), INTERVAL 1 DAY)"))
                .isEqualTo("INVALID: no valid plan: MV contains non-deterministic functions(now)");
    }

    private String refreshState() throws SQLException {
        return client.rows("SELECT last_refresh_state FROM information_schema.materialized_views")
                .get(0)
                .get(0);
    }

    @Test
    void aRefreshWithoutNewRowsIsSkipped() throws SQLException {
        client.run("CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT c1 FROM u");
        client.run("REFRESH MATERIALIZED VIEW m WITH SYNC MODE");
        assertThat(refreshState()).isEqualTo("SKIPPED");
        client.run("REFRESH MATERIALIZED VIEW m FORCE WITH SYNC MODE");
        assertThat(refreshState()).isEqualTo("SUCCESS");
        client.run("INSERT INTO u VALUES (1, 1)", "REFRESH MATERIALIZED VIEW m WITH SYNC MODE");
        assertThat(refreshState()).isEqualTo("SUCCESS");
        client.run("REFRESH MATERIALIZED VIEW m WITH SYNC MODE");
        assertThat(refreshState()).isEqualTo("SKIPPED");
    }

    @Test
    void aPartitionMayBeDroppedBetweenARefreshAndTheFirstRead() throws SQLException {
        client.run(
                "CREATE TABLE b (d DATE NOT NULL, v INT) DUPLICATE KEY (d) PARTITION BY RANGE (d)"
                        + " (PARTITION p1 VALUES LESS THAN ('2024-01-01'), PARTITION p2 VALUES LESS THAN ('2025-01-01'))"
                        + " DISTRIBUTED BY HASH (d)",
                "CREATE MATERIALIZED VIEW m PARTITION BY d REFRESH DEFERRED ASYNC"
                        + " PROPERTIES ('auto_refresh_partitions_limit' = '1') AS SELECT d, sum(v) AS s FROM b GROUP BY d",
                "REFRESH MATERIALIZED VIEW m FORCE WITH SYNC MODE",
                "ALTER TABLE b DROP PARTITION p2 FORCE");
        assertThat(client.rows("SELECT * FROM m")).isEmpty();
    }

    @Test
    void theFirstRefreshOfAViewOverAJoinNeedsRows() throws SQLException {
        client.run(
                "CREATE MATERIALIZED VIEW m REFRESH IMMEDIATE ASYNC AS SELECT t.c1, u.c2 FROM t JOIN u ON t.c1 = u.c1");
        assertThat(refreshState()).isEqualTo("SKIPPED");
        client.run("INSERT INTO u VALUES (1, 1)");
        assertThat(refreshState()).isEqualTo("SUCCESS");
    }

    @ParameterizedTest
    @CsvSource({"ASYNC EVERY(INTERVAL 1 DAY), 1", "DEFERRED ASYNC, 1", "MANUAL, 0"})
    void anActivationRefreshesUnlessTheRefreshIsManual(String refresh, int addedRowCount) throws SQLException {
        client.run(
                "CREATE MATERIALIZED VIEW m REFRESH " + refresh + " AS SELECT c1 FROM u",
                "REFRESH MATERIALIZED VIEW m WITH SYNC MODE",
                "ALTER MATERIALIZED VIEW m INACTIVE",
                "INSERT INTO u VALUES (1, 1)");
        assertThat(client.rows("SELECT * FROM m")).isEmpty();
        client.run("ALTER MATERIALIZED VIEW m ACTIVE");
        assertThat(client.rows("SELECT * FROM m")).hasSize(addedRowCount);
    }
}
