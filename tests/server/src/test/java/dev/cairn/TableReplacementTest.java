package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new table replaces the old one behind a fence or by a swap, and no write is lost. */
class TableReplacementTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void rowsWrittenRightBeforeTheFenceAreCopiedAfterIt() throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        writeBefore(RENAME_AWAY_PATTERN, 1, "UPDATE t SET v = 31 WHERE id = 3", "DELETE FROM t WHERE id = 4");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 31");
        assertThat(copyStatements().get(2)).contains("`t__cairn_fence_").contains("PARTITION (`p2`) AS `t`");
        assertThat(progress)
                .filteredOn(Progress.TableOutage.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((Progress.TableOutage) event).isReplaced()).isTrue());
    }

    /** A copy may take hours: a missing privilege is reported before it. */
    @ParameterizedTest
    @EnumSource(
            value = SwapMode.class,
            names = {"FENCE", "SWAP"})
    void aMissingPrivilegeToSeeTransactionsStopsTheRunBeforeTheCopy(SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(swapMode));
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW PROC.*").every(),
                        Fault.reject(5203, "42000", "Access denied; you need OPERATE on SYSTEM"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .hasMessageContaining("OPERATE on SYSTEM");
        assertThat(copyStatements()).isEmpty();
        world.server.faults().clear();
        migrator.upgrade();
        assertRebuilt();
    }

    @Test
    void rowsWrittenRightBeforeTheSwapAreReportedAndTheOldTableIsKept() throws SQLException {
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(SwapMode.SWAP));
        writeBefore("(?is)ALTER TABLE .* SWAP WITH .*", 1, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        for (int attempt = 1; attempt <= 2; attempt++) {
            // The second run does not know whether the new table was written to since its copy.
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.readObjects().keySet()).hasSize(2).contains("t");
        }
        String oldTable = world.readObjects().keySet().stream()
                .filter(name -> !name.equals("t"))
                .findFirst()
                .orElseThrow();
        world.execute("INSERT INTO t SELECT * FROM " + oldTable + " PARTITION (p1) WHERE id = 9");
        int step = ((UncertainStepException) catchThrowable(migrator::upgrade))
                .place()
                .step();
        migrator.repair(step, Migrator.Repair.DONE);
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5).contains("9 2026-01-09 90");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void theStatementForLateWritesIsExact(String key) throws SQLException {
        Migrator migrator = createFilledTable(key, MONTH_PARTITIONS, options(SwapMode.SWAP));
        writeBefore(
                "(?is)ALTER TABLE .* SWAP WITH .*",
                1,
                "INSERT INTO t VALUES (9, '2026-01-09', 90)",
                "DELETE FROM t WHERE id = 1 AND day = '2026-01-05'");
        UncertainStepException lateWritesFailure = (UncertainStepException) catchThrowable(migrator::upgrade);
        Matcher statement = Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(lateWritesFailure.getMessage());
        assertThat(statement.find()).as(lateWritesFailure.getMessage()).isTrue();
        world.execute(statement.group());
        migrator.repair(lateWritesFailure.place().step(), Migrator.Repair.DONE);
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows())
                .containsExactly("2 2026-01-06 null", "3 2026-02-05 30", "4 2026-02-06 40", "9 2026-01-09 90");
    }

    /** Lets the clock of the server show an hour that depends on how often it was read before. */
    private void rewriteClock(IntUnaryOperator hours) {
        AtomicInteger queryCount = new AtomicInteger();
        rewriteStatement = text -> text.contains("hour(now())")
                ? text.replace("hour(now())", String.valueOf(hours.applyAsInt(queryCount.getAndIncrement())))
                : text;
    }

    private static RebuildOptions restrictToNight(RebuildOptions options) {
        return options.onlyBetween(LocalTime.of(22, 0), LocalTime.of(6, 0));
    }

    @ParameterizedTest
    @EnumSource
    void copiesWaitForTheirWindow(SwapMode swapMode) throws SQLException {
        Migrator migrator =
                createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, restrictToNight(options(swapMode)));
        List<Integer> copyCounts = new ArrayList<>();
        rewriteClock(query -> {
            copyCounts.add((int) world.server.log().all().stream()
                    .filter(statement -> statement.text().matches(ANY_COPY_PATTERN))
                    .count());
            return query < 3 ? 15 + query : query % 2 == 0 ? 23 : 5;
        });
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(4);
        assertThat(copyCounts).startsWith(0, 0, 0, 0);
        assertThat(world.server.log().all())
                .anyMatch(statement -> statement.text().matches(ANY_COPY_PATTERN));
        assertThat(progress)
                .filteredOn(Progress.StepWaiting.class::isInstance)
                .extracting(event -> ((Progress.StepWaiting) event).reason())
                .filteredOn(reason -> reason.contains("22:00"))
                .hasSize(3)
                .containsOnly("copies start only in 22:00-06:00 by the clock of the server: waits until 22:00");
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void rowsWrittenWhileTheSwapWaitsForItsWindowAreCopied(SwapMode swapMode) throws SQLException {
        Migrator migrator =
                createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, restrictToNight(options(swapMode)));
        rewriteClock(query -> {
            if (query == 2) {
                assertThat(copyStatements()).hasSize(2);
                execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
            }
            return query == 2 ? 12 : 23;
        });
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5).contains("9 2026-01-09 90");
        assertThat(copyStatements()).hasSize(3);
    }

    @Test
    void aTimeWindowMayContainMidnight() {
        RebuildOptions.TimeWindow night = new RebuildOptions.TimeWindow(LocalTime.of(22, 0), LocalTime.of(6, 0));
        RebuildOptions.TimeWindow noon = new RebuildOptions.TimeWindow(LocalTime.of(12, 0), LocalTime.of(13, 30));
        assertThat(List.of("22:00", "23:59:59", "00:00", "05:59:59"))
                .allMatch(time -> night.contains(LocalTime.parse(time)));
        assertThat(List.of("06:00", "21:59:59", "12:00")).noneMatch(time -> night.contains(LocalTime.parse(time)));
        assertThat(List.of("12:00", "13:29")).allMatch(time -> noon.contains(LocalTime.parse(time)));
        assertThat(List.of("11:59", "13:30", "00:00")).noneMatch(time -> noon.contains(LocalTime.parse(time)));
        assertThatThrownBy(() -> new RebuildOptions.TimeWindow(LocalTime.NOON, LocalTime.NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOldTableGetsItsNameBackIfItIsUnavailableForTooLong() throws SQLException {
        Migrator migrator = createFilledTable(
                "DUPLICATE KEY(`id`)",
                MONTH_PARTITIONS,
                options(SwapMode.FENCE).maxUnavailability(Duration.ofSeconds(5)));
        world.server.faults().add(Trigger.matching(RENAME_NEW_PATTERN).every(), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("not now");
        assertThat(world.readObjects().get("t")).contains("LZ4");
        assertThat(readRows()).hasSize(4);
        world.server.faults().clear();
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(5);
    }

    @Test
    void aRenameThatSeemsLostIsNotRunLate() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        world.server.faults().add(Trigger.matching(RENAME_AWAY_PATTERN), Fault.defer());
        migrator.upgrade();
        assertThat(world.server.faults().countDeferred()).isEqualTo(1);
        world.server.faults().runDeferred();
        assertRebuilt();
        assertThat(readRows()).hasSize(4);
    }

    @Test
    void aDowngradeAfterAKillInTheFenceHasAllRows() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        world.server.faults().add(Trigger.matching(RENAME_NEW_PATTERN).every(), Fault.cutBefore());
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*fence.* RENAME `t`").every(), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).doesNotContainKey("t");
        world.server.faults().clear();
        migrator.downgradeTo(1);
        assertThat(readRows()).hasSize(4);
        assertThat(world.readObjects().get("t")).contains("LZ4");
    }

    @Test
    void declaredTablesAreRebuiltBehindAFence() throws SQLException {
        createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.FENCE));
        try (World otherWorld = new World()) {
            MigratorOptions options = World.options().consent(Consent.values()).rebuild(options(SwapMode.FENCE));
            Migrator.of(
                            new DeclaredTables(createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "LZ4")),
                            otherWorld.url(),
                            options)
                    .apply();
            otherWorld.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (3, '2026-02-05', 30)");
            Migrator.of(
                            new DeclaredTables(createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "ZSTD")),
                            otherWorld.url(),
                            options)
                    .apply();
            assertThat(otherWorld.readObjects().get("t")).contains("ZSTD");
            assertThat(otherWorld.countInserts()).containsEntry("t__cairn_new", 2);
        }
    }

    /** Four writers change the table and a twin as fast as they can; a statement that the fence refuses is retried. */
    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void noWriteIsLostByFourWritersAtFullSpeed(String key) throws Exception {
        Migrator migrator = createFilledTable(key, MONTH_PARTITIONS, options(SwapMode.FENCE));
        world.execute(createTable(key, MONTH_PARTITIONS, "LZ4").replace("`t`", "`twin`"));
        world.execute("INSERT INTO twin SELECT * FROM t");
        AtomicBoolean isStopped = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> writtenCounts = new ArrayList<>();
        for (int writer = 1; writer <= 4; writer++) {
            int firstId = writer * 1_000_000;
            writtenCounts.add(writers.submit(() -> writeUntil(firstId, key.startsWith("PRIMARY"), isStopped)));
        }
        try {
            migrator.upgrade();
        } finally {
            isStopped.set(true);
        }
        for (Future<Integer> writtenCount : writtenCounts) {
            assertThat(writtenCount.get()).isPositive();
        }
        writers.shutdown();
        assertThat(world.readObjects().get("t")).contains("ZSTD");
        assertThat(readRows()).isEqualTo(world.queryRows("SELECT * FROM twin ORDER BY id, v"));
    }

    private int writeUntil(int firstId, boolean updatesRows, AtomicBoolean isStopped) throws SQLException {
        int statementCount = 0;
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            for (int id = firstId; !isStopped.get(); id++) {
                String day = "'2026-0" + (1 + id % 3) + "-11'";
                List<String> changes = new ArrayList<>(List.of("INSERT INTO %s VALUES (" + id + ", " + day + ", " + id
                        + "), (" + (id + 500_000) + ", " + day + ", 1)"));
                if (id % 2 == 0) {
                    changes.add("DELETE FROM %s WHERE id = " + (id + 500_000));
                }
                if (updatesRows) {
                    changes.add("UPDATE %s SET v = v + 1 WHERE id = " + id);
                }
                for (String change : changes) {
                    while (!tryToWrite(statement, String.format(change, "t"))) {
                        Thread.onSpinWait();
                    }
                    statement.execute(String.format(change, "twin"));
                    statementCount++;
                }
            }
        }
        return statementCount;
    }

    /** Sends a change; returns false if the server says that the table does not exist. */
    private static boolean tryToWrite(Statement statement, String change) throws SQLException {
        try {
            statement.execute(change);
            return true;
        } catch (SQLException failure) {
            if (failure.getMessage().contains("Unknown table")
                    || failure.getMessage().contains("unknown table")
                    || failure.getMessage().contains("not exist")
                    || failure.getMessage().contains("not found")) {
                return false;
            }
            throw failure;
        }
    }
}
