package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows keep their values when the declared values of partitions change. */
class PartitionValueChangeTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_CITIES =
            "CREATE TABLE `t` (`id` INT NOT NULL, `c` VARCHAR(10) NULL, `n` INT NULL)"
                    + " DUPLICATE KEY(id) PARTITION BY LIST (c) (%s) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_DAYS = "CREATE TABLE `t` (`id` INT NOT NULL, `c` DATE NOT NULL, `n` INT NULL)"
            + " PRIMARY KEY(id, c) PARTITION BY RANGE (c) (%s) DISTRIBUTED BY HASH(id) BUCKETS 2"
            + " PROPERTIES ('replication_num' = '1')";
    private static final String SELECT_ROWS = "SELECT id, c FROM t ORDER BY id";

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(schema, World.options().consent(Consent.values()));
    }

    private static SchemaDescriptor createSchema(String table, String partitionsBefore, String partitionsAfter) {
        return new RecordedHistory(World.DATABASE)
                .version("before", table.formatted(partitionsBefore))
                .version("after", table.formatted(partitionsAfter))
                .schema();
    }

    private void insertRows(String... values) throws SQLException {
        int id = 0;
        for (String value : values) {
            world.execute("INSERT INTO t VALUES (" + ++id + ", " + value + ", 7)");
        }
    }

    @Test
    void rowsOfListPartitionsAreKeptOrMoved() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_CITIES,
                "PARTITION n VALUES IN ('Oslo', 'Rome'), PARTITION s VALUES IN ('Bari', 'Bergen')",
                "PARTITION n VALUES IN ('Oslo', 'Bergen', 'Tromso'), PARTITION s VALUES IN ('Bari', 'Rome')"));
        migrator.upgradeTo(1);
        insertRows("'Oslo'", "'Rome'", "'Bari'", "'Bergen'");

        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Rome", "3 Bari", "4 Bergen");
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (n) ORDER BY id"))
                .containsExactly("1 Oslo", "4 Bergen");

        migrator.downgradeTo(1);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Rome", "3 Bari", "4 Bergen");
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (n) ORDER BY id"))
                .containsExactly("1 Oslo", "2 Rome");
    }

    @Test
    void aListPartitionIsSplitAndMerged() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_CITIES,
                "PARTITION n VALUES IN ('Oslo', 'Bergen')",
                "PARTITION n VALUES IN ('Oslo'), PARTITION b VALUES IN ('Bergen')"));
        migrator.upgradeTo(1);
        insertRows("'Oslo'", "'Bergen'");

        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (n)")).containsExactly("1 Oslo");
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (b)")).containsExactly("2 Bergen");

        migrator.downgradeTo(1);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Bergen");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @Test
    void aBoundBetweenRangesMoves() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_DAYS,
                "PARTITION p1 VALUES LESS THAN ('2024-02-01'), PARTITION p2 VALUES LESS THAN ('2024-03-01')",
                "PARTITION p0 VALUES LESS THAN ('2024-01-01'), PARTITION p1 VALUES LESS THAN ('2024-02-15'),"
                        + " PARTITION p2 VALUES LESS THAN (MAXVALUE)"));
        migrator.upgradeTo(1);
        insertRows("'2023-12-31'", "'2024-01-31'", "'2024-02-10'", "'2024-02-20'");
        List<String> rowsBefore = world.queryRows(SELECT_ROWS);

        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(world.queryRows(SELECT_ROWS)).isEqualTo(rowsBefore);
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (p1) ORDER BY id"))
                .containsExactly("2 2024-01-31", "3 2024-02-10");

        migrator.downgradeTo(1);
        assertThat(world.queryRows(SELECT_ROWS)).isEqualTo(rowsBefore);
    }

    @Test
    void aPartitionThatAUserHasWidenedStopsTheUpgradeBeforeTheFirstStep() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_DAYS,
                "PARTITION p1 VALUES LESS THAN ('2024-01-01')",
                "PARTITION p1 VALUES LESS THAN ('2024-02-01')"));
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD TEMPORARY PARTITION q VALUES LESS THAN ('2025-01-01')");
        world.execute("ALTER TABLE t REPLACE PARTITION (p1) WITH TEMPORARY PARTITION (q)"
                + " PROPERTIES ('strict_range' = 'false', 'use_temp_partition_name' = 'false')");
        insertRows("'2024-07-01'");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(world.queryRows("SHOW TEMPORARY PARTITIONS FROM t")).isEmpty();
        assertThat(world.queryRows(SELECT_ROWS)).hasSize(1);
    }

    @Test
    void aPartitionThatWasDroppedStopsTheUpgradeBeforeTheFirstStep() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_DAYS,
                "PARTITION p1 VALUES LESS THAN ('2024-01-01'), PARTITION p2 VALUES LESS THAN ('2024-02-01')",
                "PARTITION p1 VALUES LESS THAN ('2024-01-15'), PARTITION p2 VALUES LESS THAN ('2024-02-01')"));
        migrator.upgradeTo(1);
        insertRows("'2024-01-10'");
        world.execute("ALTER TABLE t DROP PARTITION p1");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();

        world.execute("ALTER TABLE t ADD PARTITION p1 VALUES LESS THAN ('2024-01-01')");
        migrator.upgrade();
        assertThat(world.queryRows("SELECT id, c FROM t PARTITION (p1)")).containsExactly("1 2024-01-10");
    }

    /** SHOW CREATE TABLE does not list the partitions of such a table. */
    @Test
    void anAutomaticPartitionMayBeReplaced() throws SQLException {
        String batch = "PARTITIONS START ('2024-01-01') END ('2024-01-02') EVERY (INTERVAL 1 DAY)";
        Migrator migrator = createMigrator(new RecordedHistory(World.DATABASE)
                .statements(
                        "before",
                        "CREATE TABLE t (id INT NOT NULL, c DATE NOT NULL) DUPLICATE KEY (id) PARTITION BY"
                                + " date_trunc('day', c) DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES ('replication_num' = '1')",
                        "ALTER TABLE t ADD " + batch)
                .statements(
                        "after",
                        "ALTER TABLE t ADD TEMPORARY " + batch,
                        "INSERT INTO t TEMPORARY PARTITION (tp20240101) VALUES (2, '2024-01-01')",
                        "ALTER TABLE t REPLACE PARTITION (p20240101) WITH TEMPORARY PARTITION (tp20240101)")
                .schema());
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2024-01-01')");
        migrator.upgrade();
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("2 2024-01-01");
    }

    /** NULL is less than all values, also in the second column of a range. */
    @Test
    void aRowWithNullInALaterColumnOfARangeIsMoved() throws SQLException {
        String table = "CREATE TABLE `t` (`id` INT NOT NULL, `c` DATE NOT NULL, `n` INT NULL) DUPLICATE KEY(id)"
                + " PARTITION BY RANGE (c, n) (%s) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
        Migrator migrator = createMigrator(createSchema(
                table,
                "PARTITION p1 VALUES LESS THAN ('2024-01-01', '7')",
                "PARTITION p1 VALUES LESS THAN ('2024-01-01', '3')"));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2024-01-01', NULL), (2, '2023-01-01', NULL), (3, '2024-01-01', 2),"
                + " (4, '2024-01-01', 5)");
        migrator.upgrade();
        assertThat(world.queryRows("SELECT id, n FROM t ORDER BY id")).containsExactly("1 null", "2 null", "3 2");
    }

    @Test
    void onlyRowsOutsideAllPartitionsAreDroppedAndOnlyWithConsent() throws SQLException {
        createMigrator(new DeclaredTables(CREATE_CITIES.formatted("PARTITION n VALUES IN ('Oslo', 'Bergen', NULL)")))
                .apply();
        insertRows("'Oslo'", "'Bergen'", "NULL");

        SchemaDescriptor schema =
                new DeclaredTables(CREATE_CITIES.formatted("PARTITION n VALUES IN ('Oslo', 'Tromso')"));
        Migrator migratorWithoutConsent =
                world.createMigrator(schema, World.options().consent(Consent.REBUILD));
        assertThatThrownBy(migratorWithoutConsent::apply)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows(SELECT_ROWS)).hasSize(3);

        createMigrator(schema).apply();
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo");
    }

    /** Recorded downgrades have no marker of a loss that only rows of later values suffer. */
    @Test
    void aDowngradeThatNarrowsAPartitionNeedsConsent() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", CREATE_CITIES.formatted("PARTITION n VALUES IN ('Oslo')"))
                .statements(
                        "after",
                        createMoveStatements("'Oslo', 'Rome'", ""),
                        createMoveStatements("'Oslo'", " WHERE c = 'Oslo'"))
                .schema();
        createMigrator(schema).upgrade();
        insertRows("'Oslo'", "'Rome'");

        Migrator migratorWithoutConsent = world.createMigrator(schema);
        assertThatThrownBy(() -> migratorWithoutConsent.downgradeTo(1))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows(SELECT_ROWS)).hasSize(2);

        createMigrator(schema).downgradeTo(1);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo");
    }

    private static List<String> createMoveStatements(String values, String condition) {
        return List.of(
                "ALTER TABLE t DROP TEMPORARY PARTITION IF EXISTS n__cairn_tmp",
                "ALTER TABLE t ADD TEMPORARY PARTITION IF NOT EXISTS n__cairn_tmp VALUES IN (" + values + ")",
                "INSERT INTO t TEMPORARY PARTITION (n__cairn_tmp) (id, c, n) SELECT id, c, n FROM t PARTITION (n)"
                        + condition,
                "-- rebuild: t partition n: rows are copied to partitions of the new values\n"
                        + "ALTER TABLE t REPLACE PARTITION (n) WITH TEMPORARY PARTITION (n__cairn_tmp)"
                        + " PROPERTIES ('strict_range' = 'false', 'use_temp_partition_name' = 'false')");
    }

    @Test
    void anInterruptedMoveResumesWithoutLossOrDuplicates() throws SQLException {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            for (String statement : List.of("drop temporary", "add temporary", "insert into", "replace partition")) {
                try (World otherWorld = new World()) {
                    requireResumedAfter(otherWorld, "(?is).*" + statement + ".*", fault);
                }
            }
        }
    }

    @Test
    void aRevertedMoveLeavesNoObjectsBehind() throws SQLException {
        Migrator migrator = createMigrator(createSchema(
                CREATE_CITIES,
                "PARTITION n VALUES IN ('Oslo', 'Bergen')",
                "PARTITION n VALUES IN ('Oslo', 'Bergen', 'Rome')"));
        migrator.upgradeTo(1);
        insertRows("'Oslo'", "'Bergen'");
        world.server
                .faults()
                .add(Trigger.matching("(?is).*replace partition.*"), Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Bergen");

        migrator.downgradeTo(1);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Bergen");
        assertThat(world.queryRows("SHOW TEMPORARY PARTITIONS FROM t")).isEmpty();
    }

    private static SchemaDescriptor createSchemaWithGrowingPartition() {
        return createSchema(
                CREATE_CITIES,
                "PARTITION n VALUES IN ('Oslo', 'Bergen'), PARTITION s VALUES IN ('Bari')",
                "PARTITION n VALUES IN ('Oslo', 'Bergen', 'Rome'), PARTITION s VALUES IN ('Bari')");
    }

    @Test
    void aWriteBetweenCopyAndReplacementStopsTheUpgrade() throws SQLException {
        SchemaDescriptor schema = createSchemaWithGrowingPartition();
        createMigrator(schema).upgradeTo(1);
        insertRows("'Oslo'", "'Bergen'");
        AtomicBoolean writes = new AtomicBoolean(true);
        Migrator migrator = world.createMigrator(
                schema, World.options().consent(Consent.values()).listener(progress -> {
                    if (progress instanceof Progress.StepEnded
                            && progress.toString().contains("INSERT INTO")
                            && writes.getAndSet(false)) {
                        writeRow("(3, 'Oslo', 8)");
                    }
                }));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Bergen", "3 Oslo");

        migrator.upgrade();
        assertThat(world.queryRows(SELECT_ROWS)).containsExactly("1 Oslo", "2 Bergen", "3 Oslo");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @Test
    void rowsWrittenAfterAnInterruptionAreKept() throws SQLException {
        for (String change : List.of(
                "INSERT INTO t VALUES (3, 'Oslo', 8)",
                "DELETE FROM t WHERE id = 1",
                "TRUNCATE TABLE t PARTITION (n)",
                "INSERT OVERWRITE t PARTITION (n) VALUES (4, 'Bergen', 8)",
                "INSERT INTO t VALUES (5, 'Bari', 8)")) {
            try (World otherWorld = new World()) {
                Migrator migrator = otherWorld.createMigrator(
                        createSchemaWithGrowingPartition(), World.options().consent(Consent.values()));
                migrator.upgradeTo(1);
                otherWorld.execute("INSERT INTO t VALUES (1, 'Oslo', 7), (2, 'Bergen', 7)");
                otherWorld
                        .server
                        .faults()
                        .add(Trigger.matching("(?is).*replace partition.*"), Fault.reject(1064, "42000", "not today"));
                assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
                otherWorld.server.faults().clear();
                otherWorld.execute(change);
                List<String> rows = otherWorld.queryRows("SELECT id, c, n FROM t ORDER BY id");

                migrator.upgrade();
                assertThat(otherWorld.queryRows("SELECT id, c, n FROM t ORDER BY id"))
                        .as(change)
                        .isEqualTo(rows);
                assertThat(otherWorld.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                        .isEmpty();
            }
        }
    }

    @Test
    void aSecondCopyMayBeInterruptedAsWell() throws SQLException {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            for (String statement : List.of("drop temporary", "add temporary", "insert into", "replace partition")) {
                try (World otherWorld = new World()) {
                    Migrator migrator = otherWorld.createMigrator(
                            createSchemaWithGrowingPartition(), World.options().consent(Consent.values()));
                    migrator.upgradeTo(1);
                    otherWorld.execute("INSERT INTO t VALUES (1, 'Oslo', 7), (2, 'Bergen', 7)");
                    otherWorld
                            .server
                            .faults()
                            .add(
                                    Trigger.matching("(?is).*replace partition.*"),
                                    Fault.reject(1064, "42000", "not today"));
                    assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
                    otherWorld.execute("INSERT INTO t VALUES (3, 'Oslo', 8)");
                    otherWorld.server.faults().clear();
                    otherWorld
                            .server
                            .faults()
                            .add(Trigger.matching("(?is).*" + statement + ".*").every(), fault);
                    assertThat(catchThrowable(migrator::upgrade)) // null if the last statement has run
                            .satisfiesAnyOf(
                                    failure -> assertThat(failure).isNull(),
                                    failure -> assertThat(failure).isInstanceOf(MigrationException.class));
                    otherWorld.server.faults().clear();

                    migrator.upgrade();
                    assertThat(otherWorld.queryRows(SELECT_ROWS))
                            .as(statement)
                            .containsExactly("1 Oslo", "2 Bergen", "3 Oslo");
                    assertThat(otherWorld.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                            .isEmpty();
                }
            }
        }
    }

    private void writeRow(String row) {
        try {
            world.execute("INSERT INTO t VALUES " + row);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void requireResumedAfter(World world, String statementPattern, Fault fault) throws SQLException {
        Migrator migrator = world.createMigrator(
                createSchema(
                        CREATE_CITIES,
                        "PARTITION n VALUES IN ('Oslo', 'Bergen')",
                        "PARTITION n VALUES IN ('Oslo', 'Bergen', 'Rome')"),
                World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 'Oslo', 7), (2, 'Bergen', 7)");
        world.server.faults().add(Trigger.matching(statementPattern), fault);
        try {
            migrator.upgrade();
        } catch (MigrationException ignored) {
            world.server.faults().clear();
            migrator.upgrade();
        }
        assertThat(world.queryRows("SELECT group_concat(c ORDER BY id) FROM t PARTITION (n)"))
                .as(statementPattern)
                .singleElement()
                .isIn("Oslo,Bergen", "Oslo, Bergen");
    }
}
