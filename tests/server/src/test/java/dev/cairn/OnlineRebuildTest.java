package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are rebuilt while other clients write to them, and have all rows afterwards. */
class OnlineRebuildTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void eachPartitionIsCopiedOnce(SwapMode swapMode) throws SQLException {
        createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode))
                .upgrade();
        assertRebuilt();
        assertThat(readRows())
                .containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 30", "4 2026-02-06 40");
        assertThat(copyStatements()).hasSize(2).allMatch(text -> text.contains("PARTITION (`p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void rowsWrittenBetweenTheCopiesAreCopiedAgain(String key) throws SQLException {
        for (SwapMode swapMode : List.of(SwapMode.SWAP, SwapMode.FENCE)) {
            OnlineRebuildTest fixture = new OnlineRebuildTest();
            try {
                Migrator migrator = fixture.createFilledTable(key, MONTH_PARTITIONS, options(swapMode));
                fixture.writeBefore(
                        COPY_PATTERN,
                        2,
                        "INSERT INTO t VALUES (5, '2026-01-07', 50)",
                        "DELETE FROM t WHERE id = 1 AND day = '2026-01-05'",
                        "INSERT INTO t VALUES (6, '2026-03-07', 60)");
                migrator.upgrade();
                fixture.assertRebuilt();
                assertThat(fixture.readRows())
                        .containsExactly(
                                "2 2026-01-06 null",
                                "3 2026-02-05 30",
                                "4 2026-02-06 40",
                                "5 2026-01-07 50",
                                "6 2026-03-07 60");
                assertThat(fixture.copyStatements()).hasSize(4);
            } finally {
                fixture.stop();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreCopiedInTheResourceGroup(SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(swapMode).resourceGroup("nightly"));
        int statementCountBefore = world.server.log().all().size();
        world.server.faults().add(Trigger.matching(ANY_COPY_PATTERN), Fault.cutBefore());
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(4);
        List<String> sentStatements = world.server.log().all().stream()
                .skip(statementCountBefore)
                .map(LoggedStatement::text)
                .filter(text -> text.matches(ANY_COPY_PATTERN) || text.startsWith("SET resource_group"))
                .map(text -> text.startsWith("SET") ? text : "copy")
                .toList();
        // The connection that replaces the lost one has the resource group, too.
        assertThat(sentStatements)
                .startsWith("SET resource_group = 'nightly'", "copy", "SET resource_group = 'nightly'", "copy")
                .endsWith("SET resource_group = ''");
    }

    @Test
    void anUnknownResourceGroupStopsTheRunBeforeItCopies() throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE).resourceGroup("nightly"));
        world.server
                .faults()
                .add(
                        Trigger.matching("SET resource_group = 'nightly'").every(),
                        Fault.reject(1064, "HY000", "resource group not exists: nightly."));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(copyStatements()).isEmpty();
        world.server.faults().clear();
        migrator.upgrade();
        assertRebuilt();
    }

    @Test
    void anUnpartitionedTableIsCopiedAsAWhole() throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`)", "", options(SwapMode.FENCE));
        writeBefore(RENAME_AWAY_PATTERN, 1, "DELETE FROM t WHERE id = 4");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 30");
        assertThat(copyStatements()).hasSize(2);
    }

    @Test
    void aRunWithoutWritersContinuesACopyByPartitions() throws SQLException {
        SchemaDescriptor schema = createSchema("DUPLICATE KEY(`id`)", MONTH_PARTITIONS);
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.SWAP));
        world.server.faults().add(Trigger.matching("(?is)ALTER TABLE .* SWAP WITH .*"), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        createMigrator(schema, RebuildOptions.DEFAULT).upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5);
    }

    @Test
    void aRunWithWritersContinuesACopyWithoutThem() throws SQLException {
        SchemaDescriptor schema = createSchema("DUPLICATE KEY(`id`)", MONTH_PARTITIONS);
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, RebuildOptions.DEFAULT);
        world.server.faults().add(Trigger.matching("(?is)ALTER TABLE .* SWAP WITH .*"), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        createMigrator(schema, options(SwapMode.FENCE)).upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5);
    }

    @Test
    void aStatementThatDoesMoreThanToCopyIsRefused() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "LZ4"))
                .statements(
                        "after",
                        createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "ZSTD")
                                .replace("`t`", "`t__cairn_new`"),
                        "INSERT INTO t__cairn_new (id, day, v) SELECT id, day, max(v) FROM t GROUP BY id, day",
                        "ALTER TABLE t SWAP WITH t__cairn_new",
                        "DROP TABLE t__cairn_new")
                .schema();
        assertThatThrownBy(createMigrator(schema, options(SwapMode.FENCE))::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        createMigrator(schema, RebuildOptions.DEFAULT).upgrade();
        assertRebuilt();
    }

    /** Creates a table with a partition for each month from January to the given one, each with two rows. */
    private Migrator createMonthlyTable(int monthCount, RebuildOptions options) throws SQLException {
        String partitions = IntStream.rangeClosed(1, monthCount)
                .mapToObj(month -> "PARTITION `p" + month + "` VALUES LESS THAN ('" + (2026 + month / 12) + "-"
                        + String.format("%02d", month % 12 + 1) + "-01')")
                .collect(Collectors.joining(", ", " PARTITION BY RANGE(`day`) (", ")"));
        Migrator migrator = createMigrator(createSchema("PRIMARY KEY(`id`, `day`)", partitions), options);
        migrator.upgradeTo(1);
        for (int month = 1; month <= monthCount; month++) {
            String day = "'2026-" + String.format("%02d", month) + "-05'";
            world.execute(
                    "INSERT INTO t VALUES (" + month + ", " + day + ", 1), (" + (month + 100) + ", " + day + ", NULL)");
        }
        return migrator;
    }

    @Test
    void partitionsAreCopiedInParallel() throws Exception {
        Migrator migrator = createMonthlyTable(6, options(SwapMode.FENCE).maxParallel(3));
        CyclicBarrier barrier = new CyclicBarrier(3);
        statementHook = text -> {
            if (text.matches(COPY_PATTERN)) {
                try {
                    // Three statements pass only if they run at the same time.
                    barrier.await(1, TimeUnit.MINUTES);
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.queryRows("SELECT count(*), count(v), sum(id) FROM t")).containsExactly("12 6 642");
        assertThat(copyStatements()).hasSize(6);
    }

    @Test
    void rowsWrittenDuringParallelCopiesAreCopiedAgain() throws Exception {
        Migrator migrator = createMonthlyTable(6, options(SwapMode.SWAP).maxParallel(4));
        AtomicInteger copyCount = new AtomicInteger();
        statementHook = text -> {
            if (text.matches(COPY_PATTERN)) {
                int copyNumber = copyCount.incrementAndGet();
                if (copyNumber <= 6) {
                    execute("INSERT INTO t VALUES (" + (200 + copyNumber) + ", '2026-0" + copyNumber + "-06', 2)");
                    execute("DELETE FROM t WHERE id = " + (7 - copyNumber));
                }
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.queryRows("SELECT count(*), sum(id) FROM t"))
                .containsExactly("12 "
                        + IntStream.rangeClosed(1, 6).map(id -> 300 + 2 * id).sum());
    }

    @Test
    void aFailureOfOneOfSeveralCopiesEndsTheRunWhenTheOthersHaveEnded() throws Exception {
        Migrator migrator = createMonthlyTable(6, options(SwapMode.FENCE).maxParallel(3));
        world.server.faults().add(Trigger.matching(COPY_PATTERN).nth(2), Fault.reject(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("injected");
        int statementCountBefore = copyStatements().size();
        assertThat(statementCountBefore).isLessThan(6);
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.queryRows("SELECT count(*), count(v), sum(id) FROM t")).containsExactly("12 6 642");
        assertThat(copyStatements().size() - statementCountBefore)
                .as("finished copies are not repeated")
                .isLessThan(6);
    }

    @Test
    void theProgressOfCopiesIsReported() throws SQLException {
        Migrator migrator = createMonthlyTable(3, options(SwapMode.SWAP));
        writeBefore(COPY_PATTERN, 3, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator.upgrade();
        List<Progress.Copying> copyingEvents = progress.stream()
                .filter(Progress.Copying.class::isInstance)
                .map(Progress.Copying.class::cast)
                .toList();
        assertThat(copyingEvents)
                .extracting(event -> event.round() + ": " + event.done() + " of " + event.all())
                .containsExactly(
                        "1: CopiedAmount[parts=1, rows=2, bytes=30] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "1: CopiedAmount[parts=2, rows=4, bytes=60] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "1: CopiedAmount[parts=3, rows=6, bytes=90] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "2: CopiedAmount[parts=1, rows=3, bytes=45] of CopiedAmount[parts=1, rows=3, bytes=45]");
        assertThat(copyingEvents).allMatch(event -> event.left().isPresent());
        assertThat(copyingEvents.get(2).left()).contains(Duration.ZERO);
        assertThat(copyingEvents.get(1).table()).isEqualTo("shop.t");
        assertThat(new Progress.Copying(
                                copyingEvents.get(1).migration(),
                                copyingEvents.get(1).step(),
                                "shop.t",
                                1,
                                new Progress.CopiedAmount(2, 1200, 3L << 29),
                                new Progress.CopiedAmount(5, 3000, 3L << 30),
                                Duration.ofMillis(1500),
                                Optional.of(Duration.ofSeconds(7)))
                        .summary())
                .isEqualTo("round 1: 2 of 5 parts, about 1200 of 3000 rows, 1.5 GB of 3.0 GB, 1.0 GB/s,"
                        + " about 7 s left");
    }

    @Test
    void theStatusTellsOthersHowMuchIsCopied() throws SQLException {
        Migrator migrator = createMonthlyTable(3, options(SwapMode.SWAP));
        List<Status> statuses = new ArrayList<>();
        statementHook = text -> {
            if (text.matches(COPY_PATTERN)) {
                statementHook = ignored -> {};
                statuses.add(migrator.status());
                statementHook = laterText -> {
                    if (laterText.matches(COPY_PATTERN)) {
                        statementHook = ignored -> {};
                        statuses.add(migrator.status());
                    }
                };
            }
        };
        migrator.upgrade();
        assertThat(statuses)
                .extracting(status -> status.copies().toString())
                .containsExactly(
                        "[Copy[step=3, table=shop.t, done=CopiedAmount[parts=0, rows=0, bytes=0],"
                                + " all=CopiedAmount[parts=3, rows=6, bytes=90]]]",
                        "[Copy[step=3, table=shop.t, done=CopiedAmount[parts=1, rows=2, bytes=30],"
                                + " all=CopiedAmount[parts=3, rows=6, bytes=90]]]");
        assertThat(migrator.status().copies()).isEmpty();
    }

    /** One of three faults occurs at each statement of parallel copies. */
    @Test
    @Tag(Breadth.LONG)
    void aRunWithParallelCopiesIsResumedWhereverItEnds() throws SQLException {
        assertResumed(
                OnlineRebuildTest::new,
                fixture -> fixture.createMonthlyTable(4, options(SwapMode.FENCE).maxParallel(3)),
                fixture -> fixture.world.queryRows("SELECT count(*), count(v), sum(id) FROM t"),
                List.of("8 4 420"));
    }

    /**
     * One of three faults occurs at each statement. A second run has the rows of the first, and no trace of the fault.
     */
    @ParameterizedTest
    @EnumSource
    @Tag(Breadth.LONG)
    void aRunThatEndsAtAnyStatementIsResumed(SwapMode swapMode) throws SQLException {
        assertResumed(
                OnlineRebuildTest::new,
                fixture -> fixture.createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(swapMode)),
                OnlineRebuildFixture::readRows,
                List.of("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 30", "4 2026-02-06 40"));
    }
}
