package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of refusals that several statements or parts share name the part that is wrong. */
class RefusedPartsTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', maxCharsPerColumn = 1000, textBlock = """
            CREATE TABLE t (a INT, b VARCHAR(9), INDEX i (b) USING GIN ("dict_gram_num" = "2")) DUPLICATE KEY(a) | dict_gram_num of clucene
            CREATE TABLE t (d DATE, a INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () PROPERTIES ("time_drift_constraint" = "a between days_sub(d, 1) and days_add(d, 1)") | The column 'a' of a time_drift_constraint must be a column of
            CREATE TABLE t (d DATE, e DATE) DUPLICATE KEY(d) PARTITION BY RANGE(d) () PROPERTIES ("time_drift_constraint" = "d between days_sub(e, 1) and days_add(e, 1)") | The column 'e' of a time_drift_constraint must be a partition column of
            CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH(a) REFRESH MANUAL PROPERTIES ("storage_medium" = "HDD", "storage_cooldown_time" = "2035-01-01 00:00:00") AS SELECT a FROM plain | The storage medium HDD does not support a storage cooldown
            CREATE MATERIALIZED VIEW m PARTITION BY d REFRESH MANUAL PROPERTIES ("auto_refresh_partitions_limit" = "2") AS SELECT d FROM days | auto_refresh_partitions_limit is only supported for automatic refreshes
            ALTER TABLE plain DROP PARTITIONS START ("2026-01-01") END ("2026-02-01") EVERY (INTERVAL 1 DAY) | A batch of partitions requires a partitioned table
            """)
    void theTextNamesTheWrongPart(String statement, String text) {
        client.execute("CREATE TABLE plain (a INT) DUPLICATE KEY(a)");
        client.execute("CREATE TABLE days (d DATE) DUPLICATE KEY(d) PARTITION BY date_trunc('day', d)");

        assertThat(client.refusalOf(statement)).hasMessageContaining(text);
    }
}
