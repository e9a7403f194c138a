package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A rebuild leaves a table that the server treats otherwise than one with the same definition that was only altered. The
 * other migrations of the chain can nevertheless be reverted and repeated.
 */
class RebuildInChainTest {
    private static final ObjectName TABLE_NAME = new ObjectName(World.DATABASE, "note");

    @AutoClose
    private final World world = new World();

    /** A server gives a bucket_size to each table that is created with RANDOM distribution, and to no other one. */
    @Test
    void aTableThatWasRebuiltWithRandomDistributionIsDistributedByHashAgain() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, n BIGINT NULL%s) DUPLICATE KEY (id)
                DISTRIBUTED BY %s PROPERTIES ('replication_num' = '1')""";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("hash", table.formatted("", "HASH(id) BUCKETS 2"))
                .version("random", table.formatted("", "RANDOM BUCKETS 2"))
                .version("more buckets", table.formatted("", "RANDOM BUCKETS 3"))
                .version("rebuild", table.formatted(" AS (id + 1)", "RANDOM BUCKETS 3"));
        assertThat(history.migrations().get(2).upgrade())
                .containsExactly(
                        "ALTER TABLE `note` SET (\"bucket_size\" = \"0\")",
                        "ALTER TABLE `note` DISTRIBUTED BY RANDOM BUCKETS 3");
        assertThat(history.migrations().get(1).downgrade())
                .containsExactly(
                        "ALTER TABLE `note` SET (\"bucket_size\" = \"0\")",
                        "ALTER TABLE `note` DISTRIBUTED BY HASH(`id`) BUCKETS 2");
        requireReversible(history, "INSERT INTO note (id) VALUES (1), (2)", "SELECT id FROM note ORDER BY id");
    }

    /** Definitions do not list the partitions that a server creates itself. */
    @Test
    void aPartitionUpToMaxvalueTakesTheRowsOfDynamicPartitions() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, day DATE NOT NULL) DUPLICATE KEY (id, day)
                PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN ('2024-02-01'), PARTITION p2 VALUES LESS THAN (%s))
                DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'dynamic_partition.enable' = '%s',
                    'dynamic_partition.time_unit' = 'YEAR', 'dynamic_partition.end' = '1', 'dynamic_partition.prefix' = 'y')""";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("one partition", table.formatted("MAXVALUE", "false"))
                .version("dynamic partitions", table.formatted("'2025-01-01'", "true"));
        assertThat(history.migrations().get(1).downgrade().get(0))
                .startsWith(
                        "-- rebuild: note partition p2: StarRocks refuses a partition up to MAXVALUE next to those that"
                                + " it has created\n");
        Migrator migrator = createMigrator(history);
        migrator.upgrade();
        world.execute("INSERT INTO note VALUES (1, '2024-01-01'), (2, CURDATE())");
        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT id FROM note ORDER BY id")).containsExactly("1", "2");
    }

    /** A server accepts the limit when it creates such a table, and refuses to change it. */
    @Test
    void aTableWithListPartitionsAndALimitOfTheirAgeIsRebuilt() throws SQLException {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, kind VARCHAR(9) NOT NULL) %s KEY (id, kind)
                PARTITION BY LIST(kind) (PARTITION p VALUES IN ('a')) DISTRIBUTED BY HASH(id) BUCKETS 2
                PROPERTIES ('replication_num' = '1', 'partition_ttl' = '100 YEAR')""";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("duplicate", table.formatted("DUPLICATE"))
                .version("unique", table.formatted("UNIQUE"));
        requireReversible(history, "INSERT INTO note VALUES (1, 'a')", "SELECT id FROM note");
    }

    /** A server refuses a new column under the name with which another column was created. */
    @Test
    void aColumnIsAddedUnderTheNameThatAnotherOneHadDuringARebuild() throws SQLException {
        RecordedHistory history = createHistoryWithReusedName();
        assertThat(history.migrations().get(1).downgrade())
                .containsExactly("ALTER TABLE `note`\n  ADD COLUMN `b` int(11) NULL,\n  ADD COLUMN `c` int(11) NULL");
        requireReversible(history, "INSERT INTO note (id, b) VALUES (1, 7)", "SELECT id FROM note ORDER BY id");
    }

    /** An attempt may stop after it has added the column under a temporary name. */
    @Test
    void aColumnWithATemporaryNameIsRenamedByTheNextAttempt() throws SQLException {
        RecordedHistory history = createHistoryWithReusedName();
        Migrator migrator = createMigrator(history);
        migrator.upgrade();
        migrator.downgradeTo(2);
        world.server
                .faults()
                .add(
                        Trigger.matching(".*RENAME COLUMN `b__cairn_renamed`.*").every(),
                        Fault.reject(1064, "42000", "no disk"));
        assertThatThrownBy(() -> migrator.downgradeTo(1)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT a, b, c FROM note")).isEmpty();
    }

    private static RecordedHistory createHistoryWithReusedName() {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL%s) DUPLICATE KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2
                PROPERTIES ('replication_num' = '1')""";
        return new RecordedHistory(World.DATABASE)
                .version("three", table.formatted(", a INT NULL, b INT NULL, c INT NULL"))
                .version("one", table.formatted(", a INT NULL"))
                .version(
                        "reused name",
                        List.of(new Rename.ColumnRename(TABLE_NAME, "a", "b")),
                        table.formatted(", b INT NULL"))
                .version("rebuild", table.formatted(", b INT NULL, g BIGINT NULL AS (id + 1)"))
                .version("other rebuild", table.formatted(", b INT NULL").replace("DUPLICATE", "UNIQUE"));
    }

    private Migrator createMigrator(RecordedHistory history) {
        return world.createMigrator(history.schema(), World.options().consent(Consent.values()));
    }

    /** Reverts and repeats the migrations from each position. */
    private void requireReversible(RecordedHistory history, String insert, String query) throws SQLException {
        Migrator migrator = createMigrator(history);
        migrator.upgrade();
        world.execute(insert);
        List<String> rows = world.queryRows(query);
        for (int number = history.migrations().size() - 1; number > 0; number--) {
            migrator.downgradeTo(number);
            assertThat(world.queryRows(query)).isEqualTo(rows);
            migrator.upgrade();
            assertThat(world.queryRows(query)).isEqualTo(rows);
        }
    }
}
