package dev.cairn.engine.materialized;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks PARTITION BY of views over tables whose list partitioning has generated columns, mostly hidden ones. */
class GeneratedPartitionColumnsTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @BeforeEach
    void createTables() {
        String columns = "(d DATE NOT NULL, region VARCHAR(10) NOT NULL, id BIGINT, v DOUBLE) DUPLICATE KEY(d, region)";
        String generatedColumns = "(d DATETIME NOT NULL, region VARCHAR(10) NOT NULL, id BIGINT,"
                + " dm DATETIME AS date_trunc('month', d)) DUPLICATE KEY(d, region)";
        client.execute(
                "CREATE TABLE ev " + columns + " PARTITION BY date_trunc('day', d), region",
                "CREATE TABLE el " + columns + " PARTITION BY (d, region)",
                "CREATE TABLE er " + columns + " PARTITION BY date_trunc('day', d)",
                "CREATE TABLE e2 (d DATE NOT NULL, d2 DATE NOT NULL, region VARCHAR(10) NOT NULL) DUPLICATE KEY(d)"
                        + " PARTITION BY date_trunc('day', d), region",
                "CREATE TABLE ef (d BIGINT NOT NULL, region VARCHAR(10) NOT NULL) DUPLICATE KEY(d)"
                        + " PARTITION BY from_unixtime(d), region",
                "CREATE TABLE eg " + generatedColumns + " PARTITION BY (dm)",
                "CREATE TABLE eh " + generatedColumns + " PARTITION BY (region)",
                "CREATE TABLE lk (k VARCHAR(10) NOT NULL, id BIGINT) DUPLICATE KEY(k) PARTITION BY (k)",
                "CREATE MATERIALIZED VIEW by_day PARTITION BY date_trunc('day', d) REFRESH MANUAL"
                        + " AS SELECT d, region FROM ev",
                "CREATE MATERIALIZED VIEW by_region PARTITION BY region REFRESH MANUAL AS SELECT d, region FROM ev");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date_trunc('day', d) REFRESH MANUAL AS SELECT d, region FROM ev",
                "date_trunc('DAY', d) REFRESH MANUAL AS SELECT d, region FROM ev",
                "date_trunc('day', D) REFRESH MANUAL AS SELECT d, region FROM ev",
                "date_trunc('day', D) REFRESH MANUAL AS SELECT d AS D, region FROM ev",
                "(date_trunc('day', d), region) REFRESH MANUAL AS SELECT d, region FROM ev",
                "(region, date_trunc('day', d)) REFRESH MANUAL AS SELECT d, region FROM ev",
                "(region) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM ev",
                "date_trunc('day', d) REFRESH MANUAL AS SELECT d, region, count(*) c FROM ev GROUP BY d, region",
                "date_trunc('day', d) REFRESH MANUAL AS SELECT d, region FROM ev UNION ALL SELECT d, region FROM ev",
                "date_trunc('day', d) REFRESH MANUAL AS SELECT a.d, b.region FROM ev a JOIN ev b ON a.id = b.id",
                "date_trunc('day', d) REFRESH MANUAL AS SELECT d, region FROM by_day",
                "(x) REFRESH MANUAL AS SELECT d, region AS x FROM by_region",
                "(x) REFRESH MANUAL AS SELECT region AS x, d FROM el",
                "(x) REFRESH MANUAL AS SELECT date_trunc('day', er.d) AS x, er.region FROM ev JOIN er ON ev.d = er.d",
                "(d) REFRESH MANUAL AS SELECT date_trunc('month', d) AS d, region FROM er",
                "(d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM er"
                        + " UNION ALL SELECT date_trunc('day', d) AS d, region FROM ev",
                "date_trunc('month', d) REFRESH MANUAL AS SELECT d, region FROM eg",
                "(dm) REFRESH MANUAL AS SELECT dm, region FROM eg",
                "(region) REFRESH MANUAL AS SELECT region, d FROM eh",
                "(k, region) REFRESH MANUAL AS SELECT ev.region, lk.k FROM ev JOIN lk ON ev.id = lk.id",
            })
    void aViewMayBePartitionedByTheExpressionItself(String view) {
        client.execute("CREATE MATERIALIZED VIEW m PARTITION BY " + view);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        (d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM ev             | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT date_trunc('month', d) AS d, region FROM ev           | PARTITION_NOT_OF_BASE_PARTITION
        (region, d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM ev     | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, sum(v) s FROM ev GROUP BY date_trunc('day', d) | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d FROM ev UNION ALL SELECT date_trunc('day', d) AS d FROM ev | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT d, region FROM ev                                     | PARTITION_NOT_OF_BASE_PARTITION
        (d, region) REFRESH MANUAL AS SELECT d, region FROM ev                             | PARTITION_NOT_OF_BASE_PARTITION
        date_trunc('month', d) REFRESH MANUAL AS SELECT d, region FROM ev                  | PARTITION_NOT_OF_BASE_PARTITION
        date_trunc('day', d) REFRESH MANUAL AS SELECT d2 AS d, region FROM e2              | PARTITION_NOT_OF_BASE_PARTITION
        date_trunc('day', d2) REFRESH MANUAL AS SELECT d AS d2, region FROM e2             | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT d, region FROM ef                                     | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT d, region FROM eg                                     | PARTITION_NOT_OF_BASE_PARTITION
        date_trunc('month', d) REFRESH MANUAL AS SELECT d, region FROM eh                  | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT d, region FROM by_day                                 | PARTITION_NOT_OF_BASE_PARTITION
        (d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM el             | PARTITION_TRANSFORMED
        (x) REFRESH MANUAL AS SELECT date_trunc('day', d) AS x, region FROM ev             | PARTITION_NAME_NOT_OF_BASE
        (x, region) REFRESH MANUAL AS SELECT date_trunc('day', d) AS x, region FROM ev     | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT date_trunc('day', ev.d) AS x, er.region FROM ev JOIN er ON ev.d = er.d | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT x, region FROM (SELECT date_trunc('day', d) AS x, region FROM ev) s | PARTITION_NAME_NOT_OF_BASE
        date_trunc('day', x) REFRESH MANUAL AS SELECT d AS x, region FROM ev               | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT region AS x, d FROM ev                                | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT upper(region) AS x, d FROM ev                         | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT from_unixtime(d) AS x, region FROM ef                 | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT dm AS x, region FROM eg                               | PARTITION_NAME_NOT_OF_BASE
        (x) REFRESH MANUAL AS SELECT region AS x, d FROM eh                                | PARTITION_NAME_NOT_OF_BASE
        (region, k) REFRESH MANUAL AS SELECT ev.region, lk.k FROM ev JOIN lk ON ev.id = lk.id | PARTITION_NAME_NOT_OF_BASE
        date_trunc('day', d) REFRESH MANUAL AS SELECT date_trunc('day', d) AS d, region FROM ev | PARTITION_EXPRESSION_UNSUPPORTED
        """)
    void anotherExpressionOrNameIsRefused(String view, String rule) {
        assertThat(client.ruleOf("CREATE MATERIALIZED VIEW m PARTITION BY " + view))
                .isEqualTo("MaterializedViewRule." + rule);
    }
}
