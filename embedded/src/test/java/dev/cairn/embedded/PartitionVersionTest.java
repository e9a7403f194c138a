package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ids, visible versions and row counts of partitions. */
class PartitionVersionTest {
    private static final String MONTHLY_PARTITIONS_SQL =
            " PARTITION BY RANGE (d) (PARTITION p1 VALUES LESS THAN ('2024-02-01'),"
                    + " PARTITION p2 VALUES LESS THAN ('2024-03-01'), PARTITION p3 VALUES LESS THAN ('2024-04-01'))"
                    + " DISTRIBUTED BY HASH (k) BUCKETS 1";

    private EmbeddedStarRocks server;
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        start(Options.DEFAULT);
    }

    private void start(Options options) throws SQLException {
        server = EmbeddedStarRocks.start(options.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE m (k INT, d DATE, v INT) DUPLICATE KEY (k, d)" + MONTHLY_PARTITIONS_SQL,
                "CREATE TABLE u (k INT NOT NULL, v INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
    }

    @AfterEach
    void stop() throws SQLException {
        client.close();
        server.close();
    }

    /** Returns the name, the visible version and the number of rows of each partition. */
    private List<String> partitionStates(String table) throws SQLException {
        List<String> states = new ArrayList<>();
        for (List<String> row : client.rows("SELECT PARTITION_NAME, VISIBLE_VERSION, ROW_COUNT FROM"
                + " information_schema.partitions_meta WHERE TABLE_NAME = '" + table
                + "' AND PARTITION_NAME NOT LIKE '$shadow%' ORDER BY PARTITION_NAME")) {
            states.add(String.join(" ", row));
        }
        return states;
    }

    private Map<String, Long> partitionIds(String table) throws SQLException {
        Map<String, Long> ids = new TreeMap<>();
        for (List<String> row : client.rows("SHOW PARTITIONS FROM " + table)) {
            ids.put(row.get(1), Long.valueOf(row.get(0)));
        }
        return ids;
    }

    @Test
    void aLoadIncrementsThePartitionsThatItWritesTo() throws SQLException {
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 1 0", "p3 1 0");
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 2 1", "p3 1 0");
        client.run("INSERT INTO m SELECT k + 10, d, v FROM m WHERE k = 2");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 3 2", "p3 1 0");
    }

    @Test
    void anInsertWithoutRowsChangesNoVersion() throws SQLException {
        client.run("INSERT INTO u SELECT 1, 1 FROM m");
        assertThat(partitionStates("u")).containsExactly("u 1 0");
    }

    @Test
    void theListingsAgree() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1)");
        List<String> columnNames = client.columnNames("SHOW PARTITIONS FROM m");
        List<String> shownRow = client.rows("SHOW PARTITIONS FROM m").get(0);
        List<String> metaRow = client.rows("SELECT PARTITION_ID, VISIBLE_VERSION, VISIBLE_VERSION_TIME, NEXT_VERSION,"
                        + " DATA_VERSION, ROW_COUNT FROM information_schema.partitions_meta WHERE TABLE_NAME = 'm'"
                        + " AND PARTITION_NAME = 'p1'")
                .get(0);
        assertThat(metaRow.get(1)).isEqualTo("2");
        assertThat(metaRow.get(3)).isEqualTo("3");
        assertThat(List.of("PartitionId", "VisibleVersion", "VisibleVersionTime", "DataVersion", "RowCount"))
                .extracting(name -> shownRow.get(columnNames.indexOf(name)))
                .containsExactly(metaRow.get(0), metaRow.get(1), metaRow.get(2), metaRow.get(4), metaRow.get(5));
        assertThat(shownRow.get(columnNames.indexOf("VisibleVersionHash"))).isEqualTo("0");
        assertThat(client.value("SELECT max(VISIBLE_VERSION_TIME) >= date_sub(now(), INTERVAL 1 DAY) FROM"
                        + " information_schema.partitions_meta WHERE VISIBLE_VERSION > 1"))
                .isEqualTo("1");
    }

    @Test
    void updatesAndDeletesOfPrimaryKeysAreLoads() throws SQLException {
        client.run("INSERT INTO u VALUES (1, 1), (2, 2)");
        assertThat(partitionStates("u")).containsExactly("u 2 2");
        client.run("UPDATE u SET v = 3 WHERE k = 1");
        assertThat(partitionStates("u")).containsExactly("u 3 2");
        client.run("UPDATE u SET v = 3 WHERE k = 7", "DELETE FROM u WHERE k = 7");
        assertThat(partitionStates("u")).containsExactly("u 3 2");
        client.run("DELETE FROM u WHERE k = 2");
        assertThat(partitionStates("u")).containsExactly("u 4 1");
    }

    @Test
    void aDeleteAddsItsConditionToThePartitionsThatAreNotPruned() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)");
        client.run("DELETE FROM m WHERE v = 7");
        assertThat(partitionStates("m")).containsExactly("p1 3 1", "p2 3 1", "p3 1 0");
        client.run("DELETE FROM m WHERE d >= '2024-02-01' AND v = 7");
        assertThat(partitionStates("m")).containsExactly("p1 3 1", "p2 4 1", "p3 1 0");
        client.run("DELETE FROM m WHERE (v = 7 AND (d < '2024-02-01'))");
        assertThat(partitionStates("m")).containsExactly("p1 4 1", "p2 4 1", "p3 1 0");
        client.run("DELETE FROM m PARTITION (p3) WHERE v = 7");
        assertThat(partitionStates("m")).containsExactly("p1 4 1", "p2 4 1", "p3 2 0");
    }

    @Test
    void aDeletePrunesThePartitionsToWhichNoStatementHasWritten() throws SQLException {
        client.run("CREATE TABLE n (k INT) DISTRIBUTED BY HASH (k) BUCKETS 1");
        client.run("DELETE FROM n WHERE k = 1", "DELETE FROM m WHERE v = 1");
        assertThat(partitionStates("n")).containsExactly("n 1 0");
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 1 0", "p3 1 0");
        client.run("INSERT INTO n VALUES (1)", "INSERT INTO m VALUES (1, '2024-02-05', 1)");
        client.run("DELETE FROM n WHERE k = 1", "DELETE FROM m WHERE v = 1");
        assertThat(partitionStates("n")).containsExactly("n 3 0");
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 3 0", "p3 1 0");
        client.run("DELETE FROM n WHERE k = 1", "DELETE FROM m WHERE v = 1");
        assertThat(partitionStates("n")).containsExactly("n 4 0");
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 4 0", "p3 1 0");
    }

    @Test
    void overwrittenPartitionsAreNewOnes() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1), (3, '2024-02-05', 1)");
        client.run("INSERT INTO m VALUES (4, '2024-01-05', 1)");
        Map<String, Long> idsBefore = partitionIds("m");
        client.run("INSERT OVERWRITE m PARTITION (p1, p3) VALUES (5, '2024-01-05', 1)");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 2 2", "p3 1 0");
        Map<String, Long> idsAfter = partitionIds("m");
        assertThat(idsAfter.get("p1")).isGreaterThan(idsBefore.get("p1"));
        assertThat(idsAfter.get("p2")).isEqualTo(idsBefore.get("p2"));
        assertThat(idsAfter.get("p3")).isGreaterThan(idsBefore.get("p3"));
        client.run("INSERT OVERWRITE m SELECT k, d, v FROM m");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 2 2", "p3 1 0");
        assertThat(partitionIds("m").get("p2")).isGreaterThan(idsAfter.get("p2"));
    }

    @Test
    void truncatedPartitionsAreNewOnes() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)", "INSERT INTO u VALUES (1, 1)");
        Map<String, Long> idsBefore = partitionIds("m");
        client.run("TRUNCATE TABLE m PARTITION (p1)", "TRUNCATE TABLE u");
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 2 1", "p3 1 0");
        assertThat(partitionStates("u")).containsExactly("u 1 0");
        assertThat(partitionIds("m").get("p1")).isGreaterThan(idsBefore.get("p3"));
        assertThat(partitionIds("m").get("p2")).isEqualTo(idsBefore.get("p2"));
    }

    /** The server ignores the values of partition columns, which are for tables of external catalogs. */
    @Test
    void truncateByPartitionValuesEmptiesAllPartitions() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)");
        client.run("TRUNCATE TABLE m PARTITION (d = '2024-01-05')");
        assertThat(partitionStates("m")).containsExactly("p1 1 0", "p2 1 0", "p3 1 0");
    }

    @Test
    void truncateByPartitionValuesEmptiesNoPartitionBefore40() throws SQLException {
        stop();
        start(Options.DEFAULT.profile(Options.DEFAULT.profile().with(Version.V3_5)));
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)");
        Map<String, Long> idsBefore = partitionIds("m");
        client.run("TRUNCATE TABLE m PARTITION (d = '2024-01-05')");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 2 1", "p3 1 0");
        assertThat(partitionIds("m")).isEqualTo(idsBefore);
    }

    @Test
    void renameSwapAndRecoverKeepIdsAndVersions() throws SQLException {
        client.run("INSERT INTO u VALUES (1, 1)", "INSERT INTO m VALUES (1, '2024-01-05', 1)");
        long idOfU = partitionIds("u").get("u");
        client.run(
                "CREATE TABLE w (k INT NOT NULL, v INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
                "ALTER TABLE u SWAP WITH w");
        assertThat(partitionStates("u")).containsExactly("u 1 0");
        assertThat(partitionStates("w")).containsExactly("w 2 1");
        assertThat(partitionIds("w")).containsEntry("w", idOfU);
        client.run("ALTER TABLE w RENAME x", "DROP TABLE x", "RECOVER TABLE x");
        assertThat(partitionIds("x")).containsEntry("x", idOfU);
        assertThat(partitionStates("x")).containsExactly("x 2 1");

        long idOfP1 = partitionIds("m").get("p1");
        client.run("ALTER TABLE m RENAME PARTITION p1 q1", "ALTER TABLE m DROP PARTITION q1");
        assertThat(partitionStates("m")).containsExactly("p2 1 0", "p3 1 0");
        client.run("RECOVER PARTITION q1 FROM m");
        assertThat(partitionIds("m")).containsEntry("q1", idOfP1);
        assertThat(partitionStates("m")).contains("q1 2 1");
    }

    @Test
    void aDroppedPartitionThatIsAddedAgainIsANewOne() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1)");
        long droppedId = partitionIds("m").get("p1");
        client.run(
                "ALTER TABLE m DROP PARTITION p1 FORCE",
                "ALTER TABLE m ADD PARTITION p1 VALUES [('2024-01-01'), ('2024-02-01'))");
        assertThat(partitionStates("m")).contains("p1 1 0");
        assertThat(partitionIds("m").get("p1")).isGreaterThan(droppedId);
    }

    @Test
    void temporaryPartitionsKeepTheirVersionsWhenTheyReplaceOthers() throws SQLException {
        client.run(
                "INSERT INTO m VALUES (1, '2024-01-05', 1)",
                "ALTER TABLE m ADD TEMPORARY PARTITION t1 VALUES [('2024-01-01'), ('2024-02-01'))",
                "INSERT INTO m TEMPORARY PARTITION (t1) VALUES (2, '2024-01-06', 1), (3, '2024-01-07', 1)",
                "INSERT INTO m TEMPORARY PARTITION (t1) VALUES (4, '2024-01-06', 1)");
        assertThat(partitionStates("m")).containsExactly("p1 2 1", "p2 1 0", "p3 1 0", "t1 3 3");
        String temporaryId = client.value("SELECT PARTITION_ID FROM information_schema.partitions_meta WHERE IS_TEMP");
        client.run("ALTER TABLE m REPLACE PARTITION (p1) WITH TEMPORARY PARTITION (t1)"
                + " PROPERTIES ('strict_range' = 'false')");
        assertThat(partitionStates("m")).containsExactly("p1 3 3", "p2 1 0", "p3 1 0");
        assertThat(partitionIds("m")).containsEntry("p1", Long.valueOf(temporaryId));
    }

    @Test
    void theNamesOfPartitionsMayBeWrittenInAnotherCase() throws SQLException {
        client.run(
                "INSERT INTO m VALUES (1, '2024-01-05', 1), (2, '2024-02-05', 1)",
                "ALTER TABLE m ADD TEMPORARY PARTITION t1 VALUES [('2024-01-01'), ('2024-02-01'))",
                "INSERT INTO m TEMPORARY PARTITION (t1) VALUES (3, '2024-01-06', 1), (4, '2024-01-07', 1)",
                "ALTER TABLE m REPLACE PARTITION (P1) WITH TEMPORARY PARTITION (T1)"
                        + " PROPERTIES ('strict_range' = 'false')",
                "ALTER TABLE m RENAME PARTITION P2 february");
        assertThat(partitionStates("m")).containsExactly("february 2 1", "p1 2 2", "p3 1 0");
    }

    @Test
    void rowsCreateThePartitionsOfAnAutomaticTable() throws SQLException {
        client.run(
                "CREATE TABLE e (k INT, at DATETIME) DUPLICATE KEY (k) PARTITION BY date_trunc('month', at)"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO e VALUES (1, '2024-01-05 10:00:00'), (2, '2024-03-05 00:00:00')",
                "INSERT INTO e VALUES (3, '2024-01-31 23:59:59')");
        assertThat(partitionStates("e")).containsExactly("p202401 3 2", "p202403 2 1");
        assertThat(client.column("SELECT k FROM e PARTITION (p202401) ORDER BY k"))
                .containsExactly("1", "3");
        assertThat(client.rows("SHOW CREATE TABLE e").get(0).get(1)).doesNotContain("p202401");

        client.run(
                "CREATE TABLE l (k INT, city VARCHAR(20), at DATETIME) DUPLICATE KEY (k)"
                        + " PARTITION BY (city, date_trunc('day', at)) DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO l VALUES (1, 'Oslo', '2024-01-05 10:00:00'), (2, 'Rome', '2024-01-05 11:00:00'),"
                        + " (3, 'Oslo', '2024-01-05 12:00:00')",
                "INSERT INTO l VALUES (4, 'Rome', '2024-01-05 13:00:00')");
        assertThat(partitionStates("l")).containsExactly("pOslo_20240105000000 2 2", "pRome_20240105000000 3 2");
        client.run("ALTER TABLE l DROP PARTITION pRome_20240105000000 FORCE");
        assertThat(client.column("SELECT k FROM l ORDER BY k")).containsExactly("1", "3");
    }

    @Test
    void partitionsOfValuesWithTheSameNameHaveDifferentNames() throws SQLException {
        client.run(
                "CREATE TABLE l (k INT, code VARCHAR(20)) DUPLICATE KEY (k) PARTITION BY (code)"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO l VALUES (1, 'ab')",
                "INSERT INTO l VALUES (2, 'a-b'), (3, 'ab'), (4, 'AB')",
                "INSERT INTO l VALUES (5, 'a:b'), (6, 'a-b')");
        assertThat(partitionStates("l"))
                .containsExactlyInAnyOrder("pab 3 2", "pab_1b091 3 2", "pAB_1ac91 2 1", "pab_1b092 2 1");
        assertThat(client.column("SELECT k FROM l PARTITION (pab_1b091) ORDER BY k"))
                .containsExactly("2", "6");
        assertThat(client.column("SELECT k FROM l ORDER BY k")).hasSize(6);
    }

    @Test
    void nullAndOverwrittenRowsOfAnAutomaticTable() throws SQLException {
        client.run(
                "CREATE TABLE e (k INT, at DATETIME) DUPLICATE KEY (k) PARTITION BY date_trunc('day', at)"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO e VALUES (1, NULL), (2, '2024-03-05 01:00:00'), (3, '2024-03-06 01:00:00')");
        assertThat(partitionStates("e")).containsExactly("p00000101 2 1", "p20240305 2 1", "p20240306 2 1");
        assertThat(client.column("SELECT k FROM e PARTITION (p00000101)")).containsExactly("1");
        Map<String, Long> idsBefore = partitionIds("e");
        client.run(
                "SET dynamic_overwrite = true",
                "INSERT OVERWRITE e VALUES (4, '2024-03-05 02:00:00'), (5, '2024-03-07 02:00:00')");
        assertThat(partitionStates("e"))
                .containsExactly("p00000101 2 1", "p20240305 2 1", "p20240306 2 1", "p20240307 2 1");
        assertThat(client.column("SELECT k FROM e ORDER BY k")).containsExactly("1", "3", "4", "5");
        assertThat(partitionIds("e").get("p20240305")).isGreaterThan(idsBefore.get("p20240306"));
        assertThat(partitionIds("e")).containsEntry("p20240306", idsBefore.get("p20240306"));
    }

    @Test
    void schemaChangesKeepVersionsExceptOnASharedDataServer() throws SQLException {
        client.run("INSERT INTO u VALUES (1, 1)");
        Map<String, Long> idsBefore = partitionIds("u");
        client.run("ALTER TABLE u MODIFY COLUMN v BIGINT");
        server.jobs().finish();
        assertThat(partitionStates("u")).containsExactly("u 2 1");
        assertThat(partitionIds("u")).isEqualTo(idsBefore);

        stop();
        start(Options.DEFAULT
                .profile(Options.DEFAULT.profile().with(RunMode.SHARED_DATA))
                .jobs(Job.Pace.manual()));
        client.run("INSERT INTO u VALUES (1, 1)", "ALTER TABLE u MODIFY COLUMN v VARCHAR(20)");
        assertThat(partitionStates("u")).containsExactly("u 2 1");
        server.jobs().finish();
        assertThat(partitionStates("u")).containsExactly("u 3 1");
    }

    @Test
    void optimizeReplacesThePartitions() throws SQLException {
        client.run("INSERT INTO m VALUES (1, '2024-01-05', 1)", "INSERT INTO m VALUES (1, '2024-01-05', 1)");
        Map<String, Long> idsBefore = partitionIds("m");
        client.run("ALTER TABLE m DISTRIBUTED BY HASH (k) BUCKETS 2");
        server.jobs().finish();
        assertThat(partitionStates("m")).containsExactly("p1 3 2", "p2 1 0", "p3 1 0");
        assertThat(partitionIds("m").values()).doesNotContainAnyElementsOf(idsBefore.values());
    }

    @Test
    void aRefreshReplacesThePartitionOfAMaterializedView() throws SQLException {
        client.run("CREATE MATERIALIZED VIEW mv REFRESH DEFERRED MANUAL AS SELECT k, v FROM u");
        Map<String, Long> idsBefore = partitionIds("mv");
        client.run("INSERT INTO u VALUES (1, 1)", "REFRESH MATERIALIZED VIEW mv WITH SYNC MODE");
        assertThat(partitionIds("mv").get("mv")).isGreaterThan(idsBefore.get("mv"));
    }

    @Test
    void theLastAutomaticPartitionHasNoUpperBound() throws SQLException {
        client.run(
                "CREATE TABLE e (k INT, d DATE) DUPLICATE KEY (k) PARTITION BY date_trunc('year', d)"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO e VALUES (1, '9999-12-31')",
                "INSERT INTO e VALUES (2, '9999-01-01')");
        assertThat(client.rows("SHOW PARTITIONS FROM e").get(0).get(7)).endsWith("keys: [MAXVALUE]; )");
        assertThat(client.value("SELECT count(*) FROM e PARTITION (p9999)")).isEqualTo("2");
    }

    private void createDays(Job.Pace pace) throws SQLException {
        stop();
        start(Options.DEFAULT.jobs(pace));
        client.run(
                "CREATE TABLE e (k INT, d DATE) DUPLICATE KEY (k) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO e VALUES (1, '2024-01-01'), (2, '2024-01-02'), (3, '2024-02-01'), (4, NULL)");
    }

    @Test
    void mergedPartitionsKeepTheirRows() throws SQLException {
        createDays(Job.Pace.atOnce());
        client.run("ALTER TABLE e PARTITION BY date_trunc('month', d)");
        assertThat(partitionStates("e")).containsExactly("p000001 2 1", "p202401 2 2", "p202402 2 1");
        client.run("INSERT INTO e VALUES (5, '2024-01-31'), (6, '2024-03-01'), (7, NULL)");
        assertThat(partitionStates("e")).containsExactly("p000001 3 2", "p202401 3 3", "p202402 2 1", "p20240301 2 1");
        assertThat(client.rows("SELECT k FROM e PARTITION (p202401) ORDER BY k"))
                .containsExactly(List.of("1"), List.of("2"), List.of("5"));
        assertThat(client.value("SELECT count(*) FROM e")).isEqualTo("7");
    }

    @Test
    void theOtherPartitionsOfAMergeKeepTheirIds() throws SQLException {
        createDays(Job.Pace.atOnce());
        Map<String, Long> idsBefore = partitionIds("e");
        client.run("ALTER TABLE e PARTITION BY date_trunc('month', d) BETWEEN '2024-01-01' AND '2024-01-31'");
        Map<String, Long> idsAfter = partitionIds("e");
        assertThat(idsAfter).containsOnlyKeys("p00000101", "p202401", "p20240201");
        assertThat(idsAfter.get("p00000101")).isEqualTo(idsBefore.get("p00000101"));
        assertThat(idsAfter.get("p20240201")).isEqualTo(idsBefore.get("p20240201"));
        assertThat(idsAfter.get("p202401")).isGreaterThan(idsBefore.get("p20240201"));
    }

    /** Another partition of the month is outside of the range. */
    @Test
    void aMergeOfAPartOfAMonthIsCancelled() throws SQLException {
        createDays(Job.Pace.manual());
        List<String> statesBefore = partitionStates("e");
        client.run("ALTER TABLE e PARTITION BY date_trunc('month', d) BETWEEN '2024-01-02' AND '2024-01-31'");
        client.run("INSERT INTO e VALUES (5, '2024-01-01')");
        server.jobs().finish();
        assertThat(client.rows("SHOW ALTER TABLE OPTIMIZE").get(0)).contains("CANCELLED");
        assertThat(partitionIds("e")).containsKeys("p20240101", "p20240102");
        assertThat(partitionStates("e")).hasSameSizeAs(statesBefore);
        assertThat(client.value("SELECT count(*) FROM e")).isEqualTo("5");
    }
}
