package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In the default swap mode, a rebuild requires that nothing is written to the table, and notices if something is.
 */
class StoppedWritersTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String DUPLICATE_KEY = "DUPLICATE KEY(`id`)";
    private static final String PRIMARY_KEY = "PRIMARY KEY(`id`, `day`)";
    private static final String MONTH_PARTITIONS =
            " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
                    + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'))";
    private static final String INSERT_ROW = "INSERT INTO t VALUES (9, '2026-01-09', 90)";
    private static final String COPY_PATTERN = "(?is)INSERT INTO .?t__cairn_.*";
    private static final String SWAP_PATTERN = "(?is)ALTER TABLE .* SWAP WITH .*";
    private static final String SHOW_PARTITIONS_PATTERN = "(?is)SHOW PARTITIONS.*";

    @AutoClose
    private final World world = new World();

    private final List<String> warnings = new ArrayList<>();
    private Consumer<Progress> listener = progress -> {};

    private static String createTable(String key, String partitions, String compression) {
        return "CREATE TABLE `t` (`id` BIGINT NOT NULL, `day` DATE NOT NULL, `v` INT NULL) " + key + partitions
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'compression' = '"
                + compression + "')";
    }

    private Migrator createMigrator(String key, String partitions, SwapMode swapMode) {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable(key, partitions, "LZ4"))
                .version("after", createTable(key, partitions, "ZSTD"))
                .schema();
        return world.createMigrator(
                schema,
                World.options()
                        .consent(Consent.values())
                        .rebuild(RebuildOptions.DEFAULT.swapMode(swapMode))
                        .listener(this::addWarning));
    }

    /** Creates a table with two rows in each of the first two partitions. */
    private Migrator createFilledTable(String key, String partitions) throws SQLException {
        Migrator migrator = createMigrator(key, partitions, SwapMode.STOPPED_WRITERS);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (2, '2026-01-06', NULL)");
        world.execute("INSERT INTO t VALUES (3, '2026-02-05', 30), (4, '2026-02-06', 40)");
        world.server.log().clear();
        return migrator;
    }

    private void addWarning(Progress progress) {
        if (progress instanceof Progress.Warning warning) {
            warnings.add(warning.message());
        }
        listener.accept(progress);
    }

    /** Runs statements once, after the rows were copied and before the tables are compared. */
    private void writeAfterTheCopy(String... statements) {
        executeAtFirst(Progress.StepEnded.class, "INSERT INTO", statements);
    }

    private void executeAtFirst(Class<? extends Progress> progressType, String progressText, String... statements) {
        listener = progress -> {
            if (progressType.isInstance(progress) && progress.toString().contains(progressText)) {
                listener = other -> {};
                execute(statements);
            }
        };
    }

    private void execute(String... statements) {
        try {
            for (String statement : statements) {
                world.execute(statement);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private List<String> readIds() throws SQLException {
        return world.queryRows("SELECT id FROM t ORDER BY id");
    }

    private long countSent(String pattern) {
        return world.server.log().all().stream()
                .map(LoggedStatement::text)
                .filter(text -> text.matches(pattern))
                .count();
    }

    private void stopBeforeTheSwap(Migrator migrator) {
        world.server.faults().add(Trigger.matching(SWAP_PATTERN).every(), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(ServerUnreachableException.class);
        world.server.faults().clear();
    }

    private void assertReplaced() {
        assertThat(world.readObjects().get("t")).contains("ZSTD");
        assertThat(world.readObjects().keySet())
                .filteredOn(name -> !name.contains("__cairn_fence_"))
                .containsExactly("t");
    }

    private void assertNotReplaced() {
        assertThat(world.readObjects().get("t")).contains("LZ4");
        assertThat(world.readObjects()).hasSize(2);
    }

    @Test
    void aCopyThatOthersDroppedIsMadeAgainAfterADowngrade() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        String copyName = world.readObjects().keySet().stream()
                .filter(name -> name.startsWith("t__cairn_"))
                .findFirst()
                .orElseThrow();
        world.execute("DROP TABLE " + copyName);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);

        migrator.downgradeTo(1);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aCopyThatOthersDroppedMayBeRecovered() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        String copyName = world.readObjects().keySet().stream()
                .filter(name -> name.startsWith("t__cairn_"))
                .findFirst()
                .orElseThrow();
        world.execute("DROP TABLE " + copyName);
        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);
        world.execute("RECOVER TABLE " + copyName);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aRebuildWithoutWritesReadsThePartitionsFourTimes() throws SQLException {
        createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS).upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
        assertThat(countSent(SHOW_PARTITIONS_PATTERN)).isEqualTo(4);
        assertThat(countSent(COPY_PATTERN)).isEqualTo(1);
        assertThat(countSent("(?is)TRUNCATE.*")).isZero();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {DUPLICATE_KEY, PRIMARY_KEY, "UNIQUE KEY(`id`, `day`)"})
    void aWriteAfterTheCopyStopsTheRunAndTheNextOneCopiesAgain(String key) throws SQLException {
        Migrator migrator = createFilledTable(key, MONTH_PARTITIONS);
        writeAfterTheCopy(INSERT_ROW, "DELETE FROM t WHERE id = 4 AND day = '2026-02-06'");
        assertThatThrownBy(migrator::upgrade)
                .isExactlyInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertNotReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "9");
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "9");
    }

    @Test
    void anUnpartitionedTableIsComparedToo() throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`)", "");
        writeAfterTheCopy("UPDATE t SET v = 31 WHERE id = 3", "DELETE FROM t WHERE id = 1");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("2", "3", "4");
    }

    @Test
    void truncatedAndDroppedPartitionsAreChangesAndEmptyNewOnesAreNot() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        writeAfterTheCopy(
                "TRUNCATE TABLE t PARTITION (p1)",
                "ALTER TABLE t DROP PARTITION p2",
                "ALTER TABLE t ADD PARTITION p4 VALUES LESS THAN ('2026-05-01')");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).isEmpty();
    }

    @Test
    void aStoppedRebuildCanContinueWithTheFence() throws SQLException {
        writeAfterTheCopy(INSERT_ROW);
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        createMigrator(DUPLICATE_KEY, MONTH_PARTITIONS, SwapMode.FENCE).upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4", "9");
    }

    @Test
    void aRunThatIsKilledAfterTheCopyIsResumedWithoutAnotherCopy() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
        assertThat(countSent(COPY_PATTERN)).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void rowsWrittenBetweenTwoRunsAreCopied() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        world.execute(INSERT_ROW);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4", "9");
        assertThat(warnings).singleElement().asString().contains("shop.t may have changed since its rows were copied");
    }

    /**
     * A server may refuse a label that it does not list any more. The copy into the emptied table would then count as
     * done, and an empty table would replace the old one.
     */
    @Test
    void aFurtherCopyHasALabelThatNoEarlierCopyMayHave() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        world.execute(INSERT_ROW);
        long sequence = migrator.status().sequence();
        migrator.upgrade();
        assertThat(world.server.log().findMatching(COPY_PATTERN))
                .hasSize(2)
                .last()
                .extracting(statement -> Long.parseLong(
                        statement.text().replaceFirst("(?is).*WITH LABEL `\\w+_sx[0-9a-f]{16}_(\\d+)`.*", "$1")))
                .asInstanceOf(LONG)
                .isGreaterThan(sequence);
    }

    @Test
    void rowsWrittenDuringTheSecondCopyStopTheRunAgain() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        world.execute(INSERT_ROW);
        executeAtFirst(Progress.Warning.class, "may have changed", INSERT_ROW);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertNotReplaced();
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4", "9", "9");
    }

    @Test
    void aRunThatIsKilledBeforeItsSecondCopyIsResumed() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        world.execute("INSERT INTO t VALUES (8, '2026-03-09', 90)");
        world.server.faults().add(Trigger.matching(COPY_PATTERN).every(), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(ServerUnreachableException.class);
        world.server.faults().clear();
        // Now the old table has the same partitions as before its first copy, while the new one is empty.
        world.execute("TRUNCATE TABLE t PARTITION (p3)");
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aRunWithoutWritersContinuesOneWithAFenceThatOnlyEmptiedTheNewTable() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        stopBeforeTheSwap(migrator);
        world.server
                .faults()
                .add(Trigger.matching("(?is)INSERT INTO `shop`.`t__cairn_.*").every(), Fault.cutBefore());
        assertThatThrownBy(createMigrator(DUPLICATE_KEY, MONTH_PARTITIONS, SwapMode.FENCE)::upgrade)
                .isInstanceOf(ServerUnreachableException.class);
        world.server.faults().clear();
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aSecondCopySetsTheCounterOfGeneratedIdsAgain() throws SQLException {
        String createCounterTable =
                "CREATE TABLE `c` (`id` BIGINT NOT NULL AUTO_INCREMENT, `v` INT NULL) PRIMARY KEY(`id`) DISTRIBUTED"
                        + " BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'compression' = 'LZ4')";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createCounterTable)
                .version("after", createCounterTable.replace("LZ4", "ZSTD"))
                .schema();
        Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO c (v) VALUES (1), (2)");
        stopBeforeTheSwap(migrator);
        execute("INSERT INTO c VALUES (900000000, 3)", "INSERT INTO c (v) VALUES (4)");
        String counterValue = queryValue("SELECT max(id) FROM c WHERE v = 4");
        migrator.upgrade();
        world.execute("INSERT INTO c (v) VALUES (5)");
        assertThat(queryValue("SELECT count(*) FROM c")).isEqualTo("5");
        assertThat(Long.parseLong(queryValue("SELECT max(id) FROM c WHERE v = 5")))
                .isGreaterThan(Long.parseLong(counterValue));
        assertThat(world.readObjects().get("c")).contains("ZSTD");
    }

    private String queryValue(String query) throws SQLException {
        return world.queryRows(query).get(0);
    }

    @Test
    void aWriteRightBeforeTheSwapIsReportedAndTheOldTableIsKept() throws SQLException {
        Migrator migrator = createFilledTable(PRIMARY_KEY, MONTH_PARTITIONS);
        executeAtFirst(Progress.StepStarted.class, "SWAP WITH", INSERT_ROW);
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.readObjects().get("t")).contains("ZSTD");
            assertThat(world.readObjects()).hasSize(2);
        }
        UncertainStepException failure = (UncertainStepException) catchThrowable(migrator::upgrade);
        String oldTable = world.readObjects().keySet().stream()
                .filter(name -> !name.equals("t"))
                .findFirst()
                .orElseThrow();
        world.execute("INSERT INTO t SELECT * FROM " + oldTable + " WHERE id = 9");
        migrator.repair(failure.place().step(), Migrator.Repair.DONE);
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4", "9");
    }

    @Test
    void withoutThePrivilegeToReadPartitionsTheRunContinuesWithAWarning() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        world.server
                .faults()
                .add(Trigger.matching(SHOW_PARTITIONS_PATTERN).every(), Fault.reject(5203, "42000", "Access denied"));
        migrator.upgrade();
        assertReplaced();
        assertThat(readIds()).containsExactly("1", "2", "3", "4");
        assertThat(warnings)
                .first()
                .isEqualTo("Whether rows of shop.t are written during its rebuild is not checked, because the"
                        + " partitions of shop.t can't be read: 5203: Access denied");
    }

    @Test
    void aCopyWhoseLabelDoesNotNameItsPartitionsIsNotComparedButWarnedAbout() throws SQLException {
        Migrator migrator = createFilledTable(DUPLICATE_KEY, MONTH_PARTITIONS);
        world.server
                .faults()
                .add(Trigger.matching(SHOW_PARTITIONS_PATTERN).every(), Fault.reject(5203, "42000", "Access denied"));
        stopBeforeTheSwap(migrator);
        migrator.upgrade();
        assertReplaced();
        assertThat(countSent(COPY_PATTERN)).isEqualTo(1);
        assertThat(warnings)
                .last()
                .asString()
                .endsWith("because the label of its copy does not say which rows were copied");
    }
}
