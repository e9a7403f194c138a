package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ANALYZE TABLE and DROP STATS, and what they leave in listings. */
class StatisticsStatementsTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE t (a INT, b INT, c STRING)",
                "CREATE TABLE u (a INT, b INT SUM) AGGREGATE KEY (a) DISTRIBUTED BY HASH (a)",
                "CREATE TABLE nothing (a INT)",
                "INSERT INTO t VALUES (1, 2, 'x')",
                "INSERT INTO u VALUES (1, 2)");
    }

    private List<List<String>> analyzed() throws SQLException {
        return client.rows("SELECT `Database`, `Table`, `Columns`, `Type`, `Schedule`, `Status`, `Properties`, `Reason`"
                + " FROM information_schema.analyze_status ORDER BY `Id`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANALYZE TABLE t | analyze | ALL | FULL | {}",
                "ANALYZE FULL TABLE shop.t ALL COLUMNS WITH SYNC MODE; | analyze | ALL | FULL | {}",
                "analyze sample table t (B, c) with async mode | sample | b,c | SAMPLE | {}",
                "ANALYZE TABLE t a, b, c | analyze | ALL | FULL | {}",
                "ANALYZE TABLE t c PROPERTIES ('statistic_sample_collect_rows' = '5') | analyze | c | FULL"
                        + " | {statistic_sample_collect_rows=5}",
            })
    void eachFormIsListed(String statement, String operation, String columns, String type, String properties)
            throws SQLException {
        assertThat(client.rows(statement)).containsExactly(List.of("shop.t", operation, "status", "OK"));
        assertThat(analyzed()).containsExactly(List.of("shop", "t", columns, type, "ONCE", "FINISH", properties, ""));
        assertThat(client.rows("SHOW ANALYZE STATUS").get(0))
                .contains("default_catalog.shop", "t", columns, type, "ONCE", "SUCCESS", properties);
        assertThat(client.rows("SHOW ANALYZE STATUS WHERE `Table` = 'u'")).isEmpty();
    }

    @Test
    void aTableWithoutRowsIsNotAnalyzed() throws SQLException {
        client.run("ANALYZE TABLE nothing");
        assertThat(analyzed()).isEmpty();
    }

    @Test
    void aggregatedValuesAreNotAnalyzedByDefault() throws SQLException {
        client.run("ANALYZE TABLE u (a)", "ANALYZE TABLE u (b, a)");
        assertThat(analyzed()).extracting(row -> row.get(2)).containsExactly("ALL", "b,a");
    }

    @Test
    void theListingFollowsTheTable() throws SQLException {
        client.run("ANALYZE TABLE t", "ANALYZE TABLE u", "ALTER TABLE t RENAME v");
        assertThat(analyzed()).extracting(row -> row.get(1)).containsExactly("v", "u");
        client.run("DROP STATS v");
        assertThat(analyzed()).extracting(row -> row.get(1)).containsExactly("u");
        client.run("DROP TABLE u");
        assertThat(analyzed()).isEmpty();
        assertThat(client.rows("SHOW ANALYZE STATUS")).isEmpty();
    }

    @Test
    void aMaterializedViewIsAnalyzed() throws SQLException {
        client.run("CREATE MATERIALIZED VIEW m REFRESH IMMEDIATE ASYNC AS SELECT a FROM t", "ANALYZE TABLE m");
        assertThat(analyzed()).extracting(row -> row.get(1)).containsExactly("m");
    }

    @Test
    void aTemporaryTableIsNotTheTableWhoseNameItHas() throws SQLException {
        client.run(
                "ANALYZE TABLE t", "CREATE TEMPORARY TABLE t (a INT)", "INSERT INTO t VALUES (1)", "ANALYZE TABLE t");
        assertThat(analyzed()).hasSize(1);
        client.run("DROP STATS t");
        assertThat(analyzed()).hasSize(1);

        client.run("CREATE TEMPORARY TABLE nothing (a INT)", "INSERT INTO nothing VALUES (1)");
        assertThat(client.rows("ANALYZE TABLE nothing"))
                .containsExactly(List.of("shop.nothing", "analyze", "status", "OK"));
    }

    @Test
    void aMissingTableHasTheErrorNumberOfTheServer() throws SQLException {
        assertThat(client.refusal("ANALYZE TABLE missing").errno()).isEqualTo(1064);
        assertThat(client.refusal("DROP STATS missing").errno()).isEqualTo(1064);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ANALYZE TABLE missing",
                "ANALYZE TABLE t (missing)",
                "ANALYZE TABLE t (a, A)",
                "ANALYZE TABLE t PARTITION (missing)",
                "ANALYZE TABLE information_schema.tables",
                "ANALYZE TABLE t a b",
                "ANALYZE TABLE t PREDICATE COLUMNS",
                "ANALYZE TABLE t UPDATE HISTOGRAM ON a",
                "ANALYZE PROFILE FROM 'x'",
                "DROP STATS missing",
                "SELECT * FROM information_schema.column_stats_usage"
            })
    void otherStatementsAreRefused(String statement) throws SQLException {
        assertThat(client.refusal(statement)).isNotNull();
        assertThat(analyzed()).isEmpty();
    }

    @Test
    void theStatementsRequirePrivilegesOnTheTable() throws SQLException {
        client.run("CREATE USER ann", "GRANT SELECT ON TABLE shop.t TO USER ann");
        try (Client ann = Client.of(server.jdbcUrl("shop"), "ann", "")) {
            assertThat(ann.refusal("ANALYZE TABLE t").errno()).isEqualTo(5203);
            client.run("GRANT INSERT ON TABLE shop.t TO USER ann", "ANALYZE TABLE u");
            ann.run("ANALYZE TABLE t");
            assertThat(ann.rows("SHOW ANALYZE STATUS")).hasSize(1);
        }
    }
}
