package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the partition column of a materialized view is found in its query. */
class MaterializedPartitionNamesTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @BeforeEach
    void createTableByDays() {
        client.execute(
                "CREATE TABLE s (k INT, day DATE, at DATETIME, q INT) DUPLICATE KEY (k)"
                        + " PARTITION BY RANGE (day) (PARTITION p VALUES LESS THAN ('2024-01-01'))"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "CREATE VIEW w AS SELECT k, day AS d FROM s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a, b) PARTITION BY a REFRESH MANUAL AS SELECT day AS a, k FROM s",
                "(A, b) PARTITION BY a REFRESH MANUAL AS SELECT day AS a, k FROM s",
                "(day, b) PARTITION BY day REFRESH MANUAL AS SELECT day AS x, k FROM s",
                "(day, b) PARTITION BY day REFRESH MANUAL AS SELECT t.day, t.k FROM s t",
                "(day, b) PARTITION BY day REFRESH MANUAL AS SELECT x, y FROM (SELECT day AS x, k AS y FROM s) t",
                "(x, b) PARTITION BY x REFRESH MANUAL AS SELECT x, y FROM (SELECT day AS x, k AS y FROM s) t",
                "(a, b) PARTITION BY a REFRESH MANUAL AS SELECT day AS a, k FROM s UNION ALL SELECT day, k FROM s",
                "(a, b) PARTITION BY date_trunc('month', a) REFRESH MANUAL AS SELECT day AS a, k FROM s",
                "(day, b) PARTITION BY day REFRESH MANUAL AS SELECT date_trunc('month', day), k FROM s",
                "(d, b) PARTITION BY d REFRESH MANUAL AS SELECT d AS x, k FROM w",
                "PARTITION BY day REFRESH MANUAL AS SELECT * FROM s",
            })
    void aPartitionColumnIsResolvedInTheQuery(String view) {
        client.execute("CREATE MATERIALIZED VIEW m " + view);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        (a, b) PARTITION BY a REFRESH MANUAL AS SELECT day, k FROM s                   | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (a, b) PARTITION BY a REFRESH MANUAL AS SELECT day AS x, k FROM s              | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (a, b) PARTITION BY a REFRESH MANUAL AS SELECT day, count(*) FROM s GROUP BY day | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (a, b) PARTITION BY a REFRESH MANUAL AS SELECT * FROM (SELECT day, k FROM s) t | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (a, b) PARTITION BY date_trunc('month', a) REFRESH MANUAL AS SELECT day, k FROM s | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (a, b) PARTITION BY a REFRESH MANUAL AS SELECT date_trunc('month', day), k FROM s | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (day, b) PARTITION BY day REFRESH MANUAL AS SELECT d, k FROM w                 | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (q, b) PARTITION BY q REFRESH MANUAL AS SELECT day, k FROM s                   | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        (day, b) PARTITION BY day REFRESH MANUAL AS SELECT day AS x, at AS day FROM s  | MaterializedViewRule.PARTITION_COLUMN_HIDDEN
        """)
    void anUnresolvablePartitionColumnIsRefused(String view, String rule) {
        assertThat(client.ruleOf("CREATE MATERIALIZED VIEW m " + view)).isEqualTo(rule);
    }
}
