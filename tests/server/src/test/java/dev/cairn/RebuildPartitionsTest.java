package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebuilt table has all partitions of the old one, also those that users or the server created. */
class RebuildPartitionsTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void partitionsThatTheServerCreatesAreCopied(SwapMode swapMode) throws SQLException {
        Migrator migrator =
                createFilledTable("DUPLICATE KEY(`id`)", " PARTITION BY date_trunc('month', `day`)", options(swapMode));
        writeBefore(
                COPY_PATTERN,
                2,
                "INSERT INTO t VALUES (5, '2026-01-07', 50)",
                "INSERT INTO t VALUES (6, '2026-03-07', 60)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows())
                .containsExactly(
                        "1 2026-01-05 10",
                        "2 2026-01-06 null",
                        "3 2026-02-05 30",
                        "4 2026-02-06 40",
                        "5 2026-01-07 50",
                        "6 2026-03-07 60");
        assertThat(copyStatements()).hasSize(4);
    }

    private static final String ADD_APRIL_PARTITION =
            "ALTER TABLE t ADD PARTITION p4 VALUES [('2026-04-01'), ('2026-05-01'))";

    private List<String> showPartitions() throws SQLException {
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement();
                ResultSet partitionRows = statement.executeQuery("SHOW PARTITIONS FROM t")) {
            List<String> partitions = new ArrayList<>();
            while (partitionRows.next()) {
                partitions.add(partitionRows.getString("PartitionName") + " " + partitionRows.getString("RowCount"));
            }
            return partitions;
        }
    }

    @ParameterizedTest
    @EnumSource
    void partitionsThatWereAddedByHandAreAlsoInTheNewTable(SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode));
        world.execute(ADD_APRIL_PARTITION);
        world.execute("ALTER TABLE t ADD PARTITION p5 VALUES [('2026-05-01'), (MAXVALUE))");
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(showPartitions()).containsExactly("p1 2", "p2 2", "p3 0", "p4 1", "p5 0");
        assertThat(readRows()).hasSize(5).contains("5 2026-04-05 50");
    }

    @ParameterizedTest
    @EnumSource
    void listPartitionsThatWereAddedByHandAreAlsoInTheNewTable(SwapMode swapMode) throws SQLException {
        String dayPartitions = " PARTITION BY LIST(`day`) (PARTITION `a` VALUES IN ('2026-01-05', '2026-01-06'),"
                + " PARTITION `b` VALUES IN ('2026-02-05', '2026-02-06'))";
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", dayPartitions, options(swapMode));
        world.execute("ALTER TABLE t ADD PARTITION c VALUES IN ('2026-03-05', '2026-03-06')");
        world.execute("INSERT INTO t VALUES (5, '2026-03-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(showPartitions()).containsExactlyInAnyOrder("a 2", "b 2", "c 1");
        assertThat(readRows()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void partitionsThatChangeDuringTheCopyAreFollowed(SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode));
        world.execute(ADD_APRIL_PARTITION);
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50), (6, '2026-03-05', 60)");
        writeBefore(
                COPY_PATTERN,
                4,
                "ALTER TABLE t ADD PARTITION p5 VALUES [('2026-05-01'), ('2026-06-01'))",
                "INSERT INTO t VALUES (7, '2026-05-05', 70)",
                "TRUNCATE TABLE t PARTITION (p1)",
                "ALTER TABLE t DROP PARTITION p2",
                "ALTER TABLE t DROP PARTITION p4",
                "ALTER TABLE t ADD PARTITION p4 VALUES [('2026-04-01'), ('2026-04-16'))",
                "INSERT INTO t VALUES (8, '2026-04-05', 80), (9, '2026-01-07', 90)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows())
                .containsExactly("6 2026-03-05 60", "7 2026-05-05 70", "8 2026-04-05 80", "9 2026-01-07 90");
        assertThat(showPartitions()).containsExactly("p1 1", "p2 0", "p3 1", "p4 1", "p5 1");
        assertThatThrownBy(() -> world.execute("INSERT INTO t VALUES (1, '2026-04-20', 1)"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aPartitionThatIsAddedRightBeforeTheFenceIsInTheNewTable() throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        writeBefore(RENAME_AWAY_PATTERN, 1, ADD_APRIL_PARTITION, "INSERT INTO t VALUES (5, '2026-04-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(showPartitions()).containsExactly("p1 2", "p2 2", "p3 0", "p4 1");
        assertThat(readRows()).hasSize(5);
    }

    @Test
    void aPartitionThatOverlapsADeclaredOneIsRefused() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.SWAP));
        world.execute("ALTER TABLE t DROP PARTITION p3");
        world.execute("ALTER TABLE t ADD PARTITION p3a VALUES [('2026-03-15'), ('2026-04-15'))");
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(readRows()).hasSize(5);
        assertThat(world.readObjects().get("t")).contains("LZ4");
    }

    @ParameterizedTest
    @EnumSource
    void noPartitionExpiresWhileItIsCopied(SwapMode swapMode) throws SQLException {
        String propertiesWithLimits = "PROPERTIES ('partition_live_number' = '2', 'partition_ttl' = '1 MONTH',"
                + " 'partition_retention_condition' = 'day > current_date() - interval 1 month', ";
        UnaryOperator<String> createTableSql = compression -> createTable(
                        "DUPLICATE KEY(`id`)", " PARTITION BY date_trunc('month', `day`)", compression)
                .replace("PROPERTIES (", propertiesWithLimits);
        Migrator migrator = createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", createTableSql.apply("LZ4"))
                        .version("after", createTableSql.apply("ZSTD"))
                        .schema(),
                options(swapMode));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-20', 10), (2, '2026-02-22', 20), (3, '2026-03-22', 30)");
        List<String> definitionsDuringCopy = new ArrayList<>();
        statementHook = text -> {
            if (text.matches(ANY_COPY_PATTERN) && text.startsWith("INSERT")) {
                world.readObjects().forEach((name, definition) -> {
                    if (name.startsWith("t__cairn_")) {
                        definitionsDuringCopy.add(definition);
                    }
                });
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(definitionsDuringCopy)
                .isNotEmpty()
                .allMatch(definition -> definition.contains("\"partition_ttl\" = \"0 DAY\"")
                        && definition.contains("\"partition_live_number\" = \"-1\"")
                        && !definition.contains("partition_retention_condition"));
        assertThat(world.readObjects().get("t"))
                .contains("\"partition_ttl\" = \"1 MONTH\"")
                .contains("\"partition_live_number\" = \"2\"")
                .contains("current_date() - interval 1 month");
        assertThat(readRows()).hasSize(3);
    }

    /** The server prints the bounds of such a partition with the type of its column. */
    @ParameterizedTest
    @CsvSource({
        "STOPPED_WRITERS, DATE, DATETIME, 2024-01-01, 2025-01-01",
        "STOPPED_WRITERS, INT, BIGINT, 10, 20",
        "SWAP, DATE, DATETIME, 2024-01-01, 2025-01-01",
        "FENCE, INT, BIGINT, 10, 20"
    })
    void rowsOfAPartitionThatWasAddedByHandAreKeptIfTheTypeOfItsColumnChanges(
            SwapMode swapMode, String oldType, String newType, String lowerBound, String upperBound)
            throws SQLException {
        String createTableSql =
                "CREATE TABLE t (id INT NOT NULL, c %s NOT NULL, v INT) DUPLICATE KEY(id) PARTITION BY RANGE(c)"
                        + " (PARTITION a VALUES LESS THAN ('" + lowerBound + "')) DISTRIBUTED BY HASH(id) BUCKETS 2"
                        + " PROPERTIES ('replication_num' = '1')";
        Migrator migrator = createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", createTableSql.formatted(oldType))
                        .version("after", createTableSql.formatted(newType))
                        .schema(),
                options(swapMode));
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD PARTITION b VALUES LESS THAN ('" + upperBound + "')");
        world.execute("INSERT INTO t VALUES (1, '" + lowerBound + "', 7)");

        migrator.upgrade();

        assertThat(world.queryRows("SELECT id FROM t")).containsExactly("1");
        assertThat(showPartitions()).containsExactly("a 0", "b 1");
    }

    private Migrator createMigratorOfListType(SwapMode swapMode) {
        String createTableSql = "CREATE TABLE t (id INT NOT NULL, c %s NOT NULL, v INT) DUPLICATE KEY(id)"
                + " PARTITION BY LIST(c) (PARTITION a VALUES IN ('1')) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
        return createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", createTableSql.formatted("VARCHAR(9)"))
                        .version("after", createTableSql.formatted("INT"))
                        .schema(),
                options(swapMode));
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionIsLeftOutIfItIsAddedDuringTheCopyWithoutAValueOfTheNewType(SwapMode swapMode) throws SQLException {
        Migrator migrator = createMigratorOfListType(swapMode);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '1', 7)");
        writeBefore(ANY_COPY_PATTERN, 1, "ALTER TABLE t ADD PARTITION h VALUES IN ('high')");
        migrator.upgrade();
        assertThat(showPartitions()).containsExactly("a 1");
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionWhoseValueDoesNotHaveTheNewTypeOfItsColumnStopsTheUpgrade(SwapMode swapMode) throws SQLException {
        Migrator migrator = createMigratorOfListType(swapMode);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD PARTITION b VALUES IN ('2')");
        world.execute("ALTER TABLE t ADD PARTITION h VALUES IN ('high')");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();

        world.execute("ALTER TABLE t DROP PARTITION h");
        world.execute("INSERT INTO t VALUES (1, '2', 7)");
        migrator.upgrade();
        assertThat(showPartitions()).containsExactlyInAnyOrder("a 0", "b 1");
    }

    /** The rows are copied again, to a partition with the new bounds. */
    @Test
    void aPartitionThatIsReplacedAfterTheCopyIsReplacedInTheNewTable() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, RebuildOptions.DEFAULT);
        world.execute(ADD_APRIL_PARTITION);
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50)");
        writeBefore(
                "(?is)ALTER TABLE .* SWAP WITH .*",
                1,
                "ALTER TABLE t DROP PARTITION p4",
                "ALTER TABLE t ADD PARTITION p4 VALUES [('2026-04-01'), ('2026-07-01'))",
                "INSERT INTO t VALUES (6, '2026-06-05', 60)");
        world.server.faults().add(Trigger.matching("(?is)ALTER TABLE .* SWAP WITH .*"), Fault.cutBefore());
        attemptUpgrade(migrator);
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5).contains("6 2026-06-05 60");
    }

    private static String createDynamicTableSql(String compression) {
        return createTable("PRIMARY KEY(`id`, `day`)", " PARTITION BY RANGE(`day`) ()", compression)
                .replace(
                        "PROPERTIES (",
                        "PROPERTIES ('dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'DAY',"
                                + " 'dynamic_partition.end' = '3', 'dynamic_partition.prefix' = 'p',"
                                + " 'dynamic_partition.buckets' = '2', ");
    }

    /** Creates a table with two rows, for which the server creates the partitions of January 20 to 23. */
    private Migrator createDynamicTable(RebuildOptions options) throws SQLException {
        clockLead = Duration.between(Instant.now(), Instant.parse("2026-01-20T00:00:00Z"));
        Migrator migrator = createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", createDynamicTableSql("LZ4"))
                        .version("after", createDynamicTableSql("ZSTD"))
                        .schema(),
                options);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-20', 10), (2, '2026-01-22', 20)");
        return migrator;
    }

    /** The server would refuse an INSERT into the new table, since neither table has a partition. */
    @ParameterizedTest
    @EnumSource
    void aTableWithoutPartitionsIsRebuiltWithoutACopy(SwapMode swapMode) throws SQLException {
        String disabledProperty = "'dynamic_partition.enable' = 'false'";
        Migrator migrator = createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version(
                                "before",
                                createDynamicTableSql("LZ4")
                                        .replace("'dynamic_partition.enable' = 'true'", disabledProperty))
                        .version(
                                "after",
                                createDynamicTableSql("ZSTD")
                                        .replace("'dynamic_partition.enable' = 'true'", disabledProperty))
                        .schema(),
                options(swapMode));

        migrator.upgrade();

        assertRebuilt();
        assertThat(showPartitions()).isEmpty();
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfDynamicPartitionsAreCopied(SwapMode swapMode) throws SQLException {
        Migrator migrator = createDynamicTable(options(swapMode));
        if (swapMode != SwapMode.STOPPED_WRITERS) {
            runBefore(COPY_PATTERN, 2, () -> {
                clockLead = clockLead.plusDays(1);
                execute("INSERT INTO t VALUES (3, '2026-01-24', 30)");
            });
        }
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(swapMode == SwapMode.STOPPED_WRITERS ? 2 : 3);
        assertThat(showPartitions()).hasSize(swapMode == SwapMode.STOPPED_WRITERS ? 4 : 5);
        assertThat(world.readObjects().get("t")).containsPattern("\"dynamic_partition.enable\" = \"true\"");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Breadth.LONG)
    void aRebuildOfDynamicPartitionsThatEndsAtAnyStatementIsResumed(SwapMode swapMode) throws SQLException {
        assertResumed(
                RebuildPartitionsTest::new,
                fixture -> fixture.createDynamicTable(options(swapMode)),
                fixture -> List.of(
                        fixture.readRows(),
                        fixture.showPartitions().size(),
                        fixture.world.readObjects().get("t").contains("partition.enable\" = \"true\"")),
                List.of(List.of("1 2026-01-20 10", "2 2026-01-22 20"), 4, true));
    }
}
