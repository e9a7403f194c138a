package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.job.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server creates and drops partitions by its clock. */
class DynamicPartitionPropertiesTest {
    private volatile Instant now = Instant.parse("2026-11-29T23:59:00Z");

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(
                Options.DEFAULT.jobs(Job.Pace.manual()).clock(() -> now).database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    private static String createTable(String partitions, String settings) {
        return "CREATE TABLE t (k INT, d DATE) DUPLICATE KEY (k) PARTITION BY RANGE (d) (" + partitions
                + ") DISTRIBUTED BY HASH (k) BUCKETS 1 PROPERTIES ('dynamic_partition.time_unit' = 'DAY',"
                + " 'dynamic_partition.end' = '1'" + settings + ")";
    }

    private List<String> partitionNames() throws SQLException {
        return client.rows("SHOW PARTITIONS FROM t").stream()
                .map(row -> row.get(1))
                .toList();
    }

    @Test
    void theRowOfTheCurrentDayHasAPartition() throws SQLException {
        client.run(createTable("", ""), "INSERT INTO t VALUES (1, current_date())");
        assertThat(partitionNames()).containsExactly("p20261129", "p20261130");
        assertThat(client.rows("SELECT * FROM t PARTITION (p20261129)")).containsExactly(List.of("1", "2026-11-29"));
        assertThat(client.value("SELECT count(*) FROM information_schema.partitions_meta WHERE TABLE_NAME = 't'"))
                .isEqualTo("2");
        assertThatThrownBy(() -> client.run("INSERT INTO t VALUES (1, date_add(current_date(), 2))"))
                .hasMessageContaining("filtered data");
    }

    /** A server creates them some time after the statement. */
    @Test
    void theDefinitionOfANewTableHasNoPartitions() throws SQLException {
        client.run(createTable("", ""));
        assertThat(client.rows("SHOW CREATE TABLE t").get(0).get(1)).doesNotContain("PARTITION p");
        client.run("INSERT INTO t VALUES (1, current_date())");
        assertThat(client.rows("SHOW CREATE TABLE t").get(0).get(1))
                .contains("PARTITION p20261129", "PARTITION p20261130");
    }

    @Test
    void thePartitionsChangeWithTheDate() throws SQLException {
        client.run(
                createTable("", ", 'dynamic_partition.start' = '-1'"),
                "INSERT INTO t VALUES (1, '2026-11-29'), (2, '2026-11-30')");
        String idOfTheNextDay = client.rows("SHOW PARTITIONS FROM t").get(1).get(0);

        now = now.plus(Duration.ofMinutes(1));
        client.run("INSERT INTO t VALUES (3, '2026-12-01')");
        assertThat(partitionNames()).containsExactly("p20261129", "p20261130", "p20261201");
        assertThat(client.rows("SHOW PARTITIONS FROM t").get(1)).startsWith(idOfTheNextDay);

        now = now.plus(Duration.ofDays(1));
        assertThat(client.rows("SELECT k FROM t ORDER BY k")).containsExactly(List.of("2"), List.of("3"));
        assertThat(partitionNames()).containsExactly("p20261130", "p20261201", "p20261202");
        assertThatThrownBy(() -> client.run("RECOVER PARTITION p20261129 FROM t"))
                .hasMessageContaining("p20261129");
    }

    @Test
    void setEnablesDynamicPartitioning() throws SQLException {
        client.run(
                createTable(
                        "PARTITION p1 VALUES [('2026-11-01'), ('2026-11-02'))",
                        ", 'dynamic_partition.enable' = 'false'"),
                "INSERT INTO t VALUES (1, '2026-11-01')");
        assertThat(partitionNames()).containsExactly("p1");
        client.run("ALTER TABLE t SET ('dynamic_partition.enable' = 'true')");
        assertThat(partitionNames()).containsExactly("p1", "p20261129", "p20261130");
        client.run("ALTER TABLE t SET ('dynamic_partition.start' = '-7')");
        assertThat(partitionNames()).containsExactly("p20261129", "p20261130");
        assertThat(client.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void aRunningJobDelaysThePartitions() throws SQLException {
        client.run(
                createTable("", ""),
                "INSERT INTO t VALUES (1, current_date())",
                "ALTER TABLE t DISTRIBUTED BY HASH (k) BUCKETS 4");
        now = now.plus(Duration.ofDays(1));
        assertThat(partitionNames()).containsExactly("p20261129", "p20261130");
        server.jobs().finish();
        assertThat(partitionNames()).containsExactly("p20261129", "p20261130", "p20261201");
    }

    @Test
    void materializedViewsAreRefreshedAfterPartitionsAreDropped() throws SQLException {
        client.run(
                createTable("", ", 'dynamic_partition.start' = '-1'"),
                "INSERT INTO t VALUES (1, '2026-11-29'), (2, '2026-11-30')",
                "CREATE MATERIALIZED VIEW m PARTITION BY d REFRESH ASYNC AS SELECT k, d FROM t",
                "CREATE MATERIALIZED VIEW n REFRESH ASYNC AS SELECT k FROM t");
        now = now.plus(Duration.ofDays(2));
        assertThat(client.rows("SELECT k FROM m")).containsExactly(List.of("2"));
        assertThat(client.column("SELECT k FROM n ORDER BY k")).isEqualTo(List.of("1", "2"));
    }

    @Test
    void partitionsExpireByTheirAge() throws SQLException {
        client.run(
                "CREATE TABLE t (d DATE, k INT) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH (k) PROPERTIES ('partition_ttl' = '2 DAY')",
                "INSERT INTO t VALUES ('2026-11-01', 1), ('2026-11-28', 2), ('2026-11-29', 3), (NULL, 4)");
        assertThat(partitionNames()).hasSize(4);
        now = now.plus(Duration.ofMinutes(9));
        assertThat(partitionNames()).hasSize(4);
        now = now.plus(Duration.ofMinutes(1)); // 2026-11-30 00:09
        assertThat(client.rows("SELECT k FROM t ORDER BY k")).containsExactly(List.of("2"), List.of("3"));
        assertThat(partitionNames()).containsExactly("p20261128", "p20261129");
        now = now.plus(Duration.ofDays(1));
        assertThat(client.rows("SELECT k FROM t ORDER BY k")).containsExactly(List.of("3"));
    }

    @Test
    void theNewestPartitionsUntilNowStayAlive() throws SQLException {
        client.run(
                "CREATE TABLE t (d DATETIME, k INT) DUPLICATE KEY (d) PARTITION BY date_trunc('month', d)"
                        + " DISTRIBUTED BY HASH (k) PROPERTIES ('partition_live_number' = '2')",
                "INSERT INTO t VALUES ('2026-09-01', 1), ('2026-10-02', 2), ('2026-11-03', 3), ('2026-12-04', 4)",
                "CREATE TABLE u (k INT) DUPLICATE KEY (k) PARTITION BY RANGE (k) (PARTITION p1 VALUES LESS THAN ('1'),"
                        + " PARTITION p2 VALUES LESS THAN ('2')) DISTRIBUTED BY HASH (k)"
                        + " PROPERTIES ('partition_live_number' = '1')",
                "INSERT INTO u VALUES (0), (1)");
        now = now.plus(Duration.ofMinutes(10));
        assertThat(client.rows("SELECT k FROM t ORDER BY k")).containsExactly(List.of("2"), List.of("3"), List.of("4"));
        assertThat(client.rows("SELECT k FROM u")).containsExactly(List.of("1"));
        client.run("ALTER TABLE t SET ('partition_live_number' = '-1')");
        now = now.plus(Duration.ofDays(30));
        assertThat(partitionNames()).hasSize(3);
        assertThatThrownBy(() -> client.run("RECOVER PARTITION p202609 FROM t")).hasMessageContaining("p202609");
    }
}
