package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebuild loses neither values nor columns that the live table has, and that no migration records. */
class UnrecordedContentTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE = "CREATE TABLE `t` (`id` BIGINT NOT NULL, `v` %s NULL, `w` %s NULL)"
            + " DUPLICATE KEY(`id`) DISTRIBUTED BY HASH(`id`) BUCKETS 2"
            + " PROPERTIES ('replication_num' = '1', 'compression' = '%s')";

    private static String createTable(String type, String compression) {
        return TABLE.formatted(type, "INT", compression);
    }

    /** A table that is rebuilt by the second migration, and whose column the third one widens. */
    private static SchemaDescriptor createWideningSchema(String narrowType, String wideType) {
        return new RecordedHistory(World.DATABASE)
                .version("before", createTable(narrowType, "LZ4"))
                .version("after", createTable(narrowType, "ZSTD"))
                .statements(
                        "widen",
                        List.of("ALTER TABLE t MODIFY COLUMN v " + wideType + " NULL"),
                        List.of("-- keeps: t.v as " + wideType))
                .schema();
    }

    private Migrator createMigrator(SchemaDescriptor schema, SwapMode swapMode, Consent... consents) {
        return createMigrator(
                schema,
                World.options().consent(consents).rebuild(options(swapMode)).listener(progress::add));
    }

    private List<String> readValues() throws SQLException {
        return world.queryRows("SELECT id, v FROM t ORDER BY id");
    }

    @Test
    void aRebuildStopsBeforeItLosesATemporaryPartition() throws SQLException {
        String table = "CREATE TABLE `days` (`day` DATE NOT NULL, `v` INT NULL) DUPLICATE KEY(`day`)"
                + " PARTITION BY RANGE(`day`) (PARTITION p1 VALUES LESS THAN ('2026-01-01'))"
                + " DISTRIBUTED BY HASH(`day`) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'compression' = '%s')";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted("LZ4"))
                .version("after", table.formatted("ZSTD"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.SWAP);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE days ADD TEMPORARY PARTITION next VALUES LESS THAN ('2026-02-01')");
        world.execute("INSERT INTO days TEMPORARY PARTITION (next) VALUES ('2026-01-05', 1)");

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows("SELECT v FROM days TEMPORARY PARTITION (next)"))
                .containsExactly("1");

        createMigrator(schema, SwapMode.SWAP, Consent.DESTRUCTIVE).upgrade();
        assertThat(world.queryRows("SHOW TEMPORARY PARTITIONS FROM days")).isEmpty();
    }

    @Test
    void aChangeThatATemporaryPartitionPreventsStopsBeforeTheFirstStep() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements(
                        "before",
                        List.of(
                                "CREATE TABLE days (day DATE NOT NULL, v INT) DUPLICATE KEY (day) PARTITION BY RANGE (day)"
                                        + " (PARTITION p1 VALUES LESS THAN ('2026-01-01')) DISTRIBUTED BY HASH (day) BUCKETS 2"
                                        + " PROPERTIES ('replication_num' = '1')",
                                "CREATE TABLE t (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES"
                                        + " ('replication_num' = '1')"),
                        List.of("DROP TABLE t", "DROP TABLE days"))
                .statements(
                        "after",
                        List.of(
                                "ALTER TABLE t ADD COLUMN w INT",
                                "ALTER TABLE days RENAME dates",
                                "ALTER TABLE dates ADD COLUMN w INT"),
                        List.of("ALTER TABLE dates DROP COLUMN w", "ALTER TABLE dates RENAME days"))
                .statements(
                        "clean",
                        List.of(
                                "ALTER TABLE dates DROP ALL TEMPORARY PARTITIONS",
                                "ALTER TABLE dates ADD COLUMN x INT"),
                        List.of("ALTER TABLE dates DROP COLUMN x"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.SWAP);
        migrator.upgradeTo(1);
        String addition = " ADD TEMPORARY PARTITION next VALUES LESS THAN ('2026-02-01')";
        world.execute("ALTER TABLE days" + addition);

        assertThatThrownBy(() -> migrator.upgradeTo(2))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows("SHOW TABLES")).contains("days");
        assertThat(world.queryRows("DESC t")).hasSize(1);

        world.execute("ALTER TABLE days DROP TEMPORARY PARTITION next");
        migrator.upgradeTo(2);
        world.execute("ALTER TABLE dates" + addition);
        migrator.upgrade();
        assertThat(world.queryRows("DESC dates")).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void aDowngradeDoesNotCopyAValueThatOnlyTheKeptTypeHolds(SwapMode swapMode) throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), swapMode);
        migrator.upgrade();
        world.execute("INSERT INTO t VALUES (1, 5, 0), (2, 99999999999, 0), (3, NULL, 0)");
        List<String> rows = List.of("1 5", "2 99999999999", "3 null");

        assertThatThrownBy(() -> migrator.downgradeTo(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().head().number()).isEqualTo(3);
        migrator.downgradeTo(2); // keeps the type
        assertThatThrownBy(() -> migrator.downgradeTo(1)).isInstanceOf(HistoryMismatchException.class);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(readValues()).isEqualTo(rows);

        world.execute("DELETE FROM t WHERE id = 2");
        migrator.downgradeTo(1);
        assertThat(readValues()).containsExactly("1 5", "3 null");
        assertThat(migrator.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void anUpgradeDoesNotCopyAValueThatOnlyTheLiveTypeHolds(SwapMode swapMode) throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), swapMode);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t MODIFY COLUMN v BIGINT NULL");
        world.execute("INSERT INTO t VALUES (1, 5, 0), (2, 99999999999, 0)");

        assertThatThrownBy(() -> migrator.upgradeTo(2))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(readValues()).containsExactly("1 5", "2 99999999999");

        world.execute("DELETE FROM t WHERE id = 2");
        migrator.upgrade();
        assertThat(readValues()).containsExactly("1 5");
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void aMigrationMayChangeTheValuesBeforeItCopiesThem() throws SQLException {
        String table = createTable("INT", "%s").replace("DUPLICATE", "PRIMARY");
        RecordedHistory plainHistory = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted("LZ4"))
                .version("after", table.formatted("ZSTD"));
        List<String> upgradeStatements = new ArrayList<>();
        upgradeStatements.add("-- repeatable\nUPDATE t SET v = -1 WHERE v > 2147483647");
        upgradeStatements.addAll(plainHistory.migrations().get(1).upgrade());
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted("LZ4"))
                .statements("after", upgradeStatements.toArray(String[]::new))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t MODIFY COLUMN v BIGINT NULL");
        world.execute("INSERT INTO t VALUES (1, 5, 0), (2, 99999999999, 0)");

        migrator.upgrade();
        assertThat(readValues()).containsExactly("1 5", "2 -1");
    }

    /** All values of the wider type fit the recorded one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | bigint(20) | 5",
                "VARCHAR(5) | varchar(50) | '''abc'''",
                "DECIMAL(10, 2) | decimal(12, 4) | 1.5",
                "FLOAT | double | 1.5"
            })
    void valuesThatFitAreCopied(String narrowType, String wideType, String literal) throws SQLException {
        for (SwapMode swapMode : SwapMode.values()) {
            Migrator migrator = createMigrator(createWideningSchema(narrowType, wideType), swapMode);
            migrator.upgrade();
            world.execute("TRUNCATE TABLE t");
            world.execute("INSERT INTO t VALUES (1, " + literal + ", 0), (2, NULL, 0)");
            migrator.downgradeTo(1);
            assertThat(migrator.check().differences()).isEmpty();
            assertThat(world.queryRows("SELECT count(*) FROM t WHERE v = " + literal))
                    .containsExactly("1");
        }
    }

    /** The value comes after the check of the rows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"SWAP | " + COPY_PATTERN, "FENCE | " + RENAME_AWAY_PATTERN})
    void aValueThatIsWrittenDuringTheCopyIsCompared(SwapMode swapMode, String pattern) throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), swapMode);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t MODIFY COLUMN v BIGINT NULL");
        world.execute("INSERT INTO t VALUES (1, 5, 0)");
        writeBefore(pattern, 1, "INSERT INTO t VALUES (2, 99999999999, 0)");

        assertThatThrownBy(() -> migrator.upgradeTo(2))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("differ");
        assertThat(readValues()).containsExactly("1 5", "2 99999999999");
    }

    @Test
    void aLongerKeyStillAllowsAComparison() throws SQLException {
        String table = "CREATE TABLE `t` (`id` BIGINT NOT NULL, `v` INT NOT NULL, `w` INT NULL) PRIMARY KEY(%s)"
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted("`id`"))
                .version("after", table.formatted("`id`, `v`"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.FENCE);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 5, 0)");
        rewriteStatement = text -> text.matches(COPY_PATTERN) ? text.replace("`w`\nFROM", "`w` + 1\nFROM") : text;

        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 5 0");
    }

    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void aColumnThatAUserHasAddedIsNotDropped(SwapMode swapMode) throws SQLException {
        SchemaDescriptor schema = createWideningSchema("INT", "bigint(20)");
        Migrator migrator = createMigrator(schema, swapMode);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD COLUMN extra VARCHAR(10) NULL");
        world.execute("INSERT INTO t VALUES (1, 5, 0, 'x')");

        assertThatThrownBy(() -> migrator.upgradeTo(2))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(world.readObjects().keySet()).containsExactly("t");
        assertThat(world.queryRows("SELECT extra FROM t")).containsExactly("x");

        createMigrator(schema, swapMode, Consent.DESTRUCTIVE).upgradeTo(2);
        assertThat(readWarnings())
                .filteredOn(message -> message.contains("column extra"))
                .hasSize(1);
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 5 0");

        world.execute("ALTER TABLE t ADD COLUMN extra VARCHAR(10) NULL");
        assertThatThrownBy(() -> migrator.downgradeTo(1)).isInstanceOf(MissingConsentException.class);
        world.execute("ALTER TABLE t DROP COLUMN extra");
        migrator.downgradeTo(1);
        assertThat(readValues()).containsExactly("1 5");
    }

    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void aColumnThatAUserAddsDuringTheCopyIsNotDropped(SwapMode swapMode) throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), swapMode);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 5, 0)");
        writeBefore(ANY_COPY_PATTERN, 1, "ALTER TABLE t ADD COLUMN extra VARCHAR(10) NULL DEFAULT 'x'");

        assertThatThrownBy(() -> migrator.upgradeTo(2)).isInstanceOf(MissingConsentException.class);
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 5 0 x");

        world.execute("ALTER TABLE t DROP COLUMN extra");
        migrator.upgradeTo(2);
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 5 0");
        assertRebuilt();
    }

    /** A type whose lost values no query can count. */
    @Test
    void aFieldThatAUserHasAddedIsNotDropped() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable("STRUCT<a INT>", "LZ4"))
                .version("after", createTable("STRUCT<a INT>", "ZSTD"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t MODIFY COLUMN v ADD FIELD b INT");

        assertThatThrownBy(() -> migrator.upgradeTo(2))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
    }

    /** The upgrade stops before it drops the field, and only a rebuild reverts what it has changed. */
    @Test
    void aFieldThatAStoppedUpgradeHasNotDroppedIsNotDroppedByTheReversal() throws SQLException {
        String table = createTable("INT", "LZ4");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.replace("`v` INT NULL, `w` INT", "`v` INT NOT NULL, `w` STRUCT<a INT, b INT>"))
                .version("after", table.replace("`w` INT", "`w` STRUCT<a INT>"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 5, row(7, 8))");
        world.server.faults().add(Trigger.matching("(?is).*DROP FIELD.*"), Fault.reject(1064, "42000", "no disk"));
        assertThatThrownBy(migrator::upgrade).hasMessageContaining("no disk");

        assertThatThrownBy(() -> migrator.downgradeTo(1))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows("SELECT w FROM t")).containsExactly("{\"a\":7,\"b\":8}");

        createMigrator(schema, SwapMode.STOPPED_WRITERS, Consent.DESTRUCTIVE).downgradeTo(1);
        assertThat(readWarnings()).anyMatch(message -> message.contains("values of column w"));
        assertThat(world.queryRows("SELECT w FROM t")).containsExactly("{\"a\":7,\"b\":null}");
        assertThat(migrator.check().differences()).isEmpty();
        migrator.upgrade();
        assertThat(world.queryRows("SELECT w FROM t")).containsExactly("{\"a\":7}");
    }

    @Test
    void anIndexThatAUserHasAddedCausesAWarning() throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD INDEX by_v (v) USING BITMAP");
        migrator.upgradeTo(2);
        assertThat(readWarnings()).contains("The rebuild of shop.t leaves out what no migration records: index by_v");
    }

    @Test
    void aRollupAndAPropertyThatAUserHasSetCauseAWarning() throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD ROLLUP by_w (w, id)");
        world.execute("ALTER TABLE t SET ('bloom_filter_columns' = 'v')");
        migrator.upgradeTo(2);
        assertThat(readWarnings())
                .contains("The rebuild of shop.t leaves out what no migration records: rollup by_w, property"
                        + " bloom_filter_columns = v");
    }

    @Test
    void theBucketsTheSortKeyAndTheCommentThatAUserHasSetCauseAWarning() throws SQLException {
        Migrator migrator = createMigrator(createWideningSchema("INT", "bigint(20)"), SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t DISTRIBUTED BY HASH(`id`) BUCKETS 7");
        world.execute("ALTER TABLE t ORDER BY (w, id)");
        world.execute("ALTER TABLE t COMMENT = 'by hand'");
        migrator.upgradeTo(2);
        assertThat(readWarnings())
                .contains("The rebuild of shop.t leaves out what no migration records: comment = by hand, distribution"
                        + " = DISTRIBUTED BY HASH(`id`) BUCKETS 7, sort key = `w`, `id`");
    }

    private static String createDays(String partitions, String compression) {
        return "CREATE TABLE `days` (`day` DATE NOT NULL, `v` INT NULL) DUPLICATE KEY(`day`) PARTITION BY RANGE(`day`) ("
                + partitions + ") DISTRIBUTED BY HASH(`day`) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1', 'compression' = '" + compression + "')";
    }

    /** The new table has the partition that no migration declares with its number of replicas. */
    @Test
    void aSettingOfOnePartitionThatAUserHasSetCausesAWarning() throws SQLException {
        String partitions =
                "PARTITION p1 VALUES LESS THAN ('2026-01-01'), PARTITION p2 VALUES LESS THAN ('2026-02-01')";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createDays(partitions, "LZ4"))
                .version("after", createDays(partitions, "ZSTD"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE days ADD PARTITION p3 VALUES LESS THAN ('2026-03-01') ('replication_num' = '3')");
        world.execute("ALTER TABLE days MODIFY PARTITION p2 SET ('replication_num' = '2')");
        migrator.upgradeTo(2);
        assertThat(readWarnings())
                .containsExactly(
                        "The rebuild of shop.days leaves out the settings of partitions that no migration records:"
                                + " replication_num = 2 of partition p2");
        assertThat(world.readObjects().get("days")).contains("\"2026-03-01\"))(\"replication_num\" = \"3\")");
    }

    private static SchemaDescriptor createSchemaWithRetention(String limitBefore, String limitAfter) {
        String table = "CREATE TABLE `days` (`day` DATE NOT NULL, `v` INT NULL) DUPLICATE KEY(`day`)"
                + " PARTITION BY date_trunc('day', `day`) DISTRIBUTED BY HASH(`day`) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1', 'partition_live_number' = '%s', 'compression' = '%s')";
        return new RecordedHistory(World.DATABASE)
                .version("before", table.formatted(limitBefore, "LZ4"))
                .version("after", table.formatted(limitAfter, "ZSTD"))
                .schema();
    }

    /** The server would delete the partitions of the new table, which has the recorded limit. */
    @ParameterizedTest
    @EnumSource(SwapMode.class)
    void aRetentionThatAUserHasLengthenedIsNotShortened(SwapMode swapMode) throws SQLException {
        SchemaDescriptor schema = createSchemaWithRetention("3", "3");
        Migrator migrator = createMigrator(schema, swapMode);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE days SET ('partition_live_number' = '30')");
        world.execute("INSERT INTO days VALUES ('2026-01-01', 1), ('2026-01-02', 2)");

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator.status().migrationInProgress()).isEmpty();

        createMigrator(schema, swapMode, Consent.DESTRUCTIVE).upgrade();
        assertThat(readWarnings())
                .anyMatch(message -> message.contains("(partition_live_number)"))
                .anyMatch(message -> message.contains("property partition_live_number = 30"));
    }

    @ParameterizedTest
    @CsvSource({"3, 30, 30", "30, 20, 20"})
    void aRetentionThatTheRebuildKeepsOrTheMigrationShortensNeedsNoConsent(
            String limitBefore, String liveLimit, String limitAfter) throws SQLException {
        Migrator migrator =
                createMigrator(createSchemaWithRetention(limitBefore, limitAfter), SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE days SET ('partition_live_number' = '" + liveLimit + "')");
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void theRowsOfAReplacedPartitionKeepAColumnThatAUserHasAdded() throws SQLException {
        String table = "CREATE TABLE `t` (`id` BIGINT NOT NULL, `city` VARCHAR(20) NOT NULL) DUPLICATE KEY(`id`)"
                + " PARTITION BY LIST(`city`) (PARTITION `north` VALUES IN (%s))"
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table.formatted("'Oslo', 'Bergen'"))
                .version("after", table.formatted("'Oslo', 'Bergen', 'Tromso'"))
                .schema();
        Migrator migrator = createMigrator(schema, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("ALTER TABLE t ADD COLUMN extra INT NULL");
        world.execute("INSERT INTO t VALUES (1, 'Oslo', 7)");

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 Oslo 7");

        world.execute("ALTER TABLE t DROP COLUMN extra");
        migrator.upgrade();
        assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1 Oslo");
    }

    private List<String> readWarnings() {
        return progress.stream()
                .filter(Progress.Warning.class::isInstance)
                .map(event -> ((Progress.Warning) event).message())
                .toList();
    }
}
