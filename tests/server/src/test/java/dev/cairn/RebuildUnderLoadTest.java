package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.cairn.internal.Ticker;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Rebuilds a table repeatedly while several writers change it and a twin that is not rebuilt. Afterwards, both tables
 * have the same rows. Some of the rebuilding processes are killed, and other processes resume the rebuild.
 *
 * <p>The seed determines the statements, and the machine determines when they are sent. The rows are the same in any
 * order. The test prints the times for which the table was unavailable.
 */
class RebuildUnderLoadTest {
    /** The number of rebuilds for each key model and each swap mode; {@code -Dcairn.test.rebuilds=50} runs more. */
    private static final int REBUILD_COUNT = Breadth.of("cairn.test.rebuilds", 1, 4);

    private static final long SEED = Long.getLong("cairn.test.seed", 1);
    private static final int WRITER_COUNT = Breadth.of("cairn.test.writers", 2, 4);
    private static final List<KillableConnections.Death> DEATHS = List.of(KillableConnections.Death.values());
    /**
     * The number of failed attempts after which the writers pause until the rebuild ends, so the table is idle at last.
     */
    private static final int MAX_ATTEMPTS = 4;

    private static final String SWAP_PATTERN = "(?is)ALTER TABLE .* SWAP WITH .*";
    private static final String PARTITIONS =
            " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
                    + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'),"
                    + " PARTITION `p4` VALUES LESS THAN ('2026-05-01'))";

    enum Model {
        DUPLICATE("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "DUPLICATE KEY(`id`, `day`)"),
        AGGREGATE("`v` BIGINT SUM NULL, `s` VARCHAR(20) REPLACE NULL", "AGGREGATE KEY(`id`, `day`)"),
        UNIQUE("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "UNIQUE KEY(`id`, `day`)"),
        PRIMARY("`v` BIGINT NULL, `s` VARCHAR(20) NULL", "PRIMARY KEY(`id`, `day`)");

        private final String values;
        private final String key;

        Model(String values, String key) {
            this.values = values;
            this.key = key;
        }

        String createTable(String name, String compression) {
            return "CREATE TABLE `" + name + "` (`id` BIGINT NOT NULL, `day` DATE NOT NULL, " + values + ") " + key
                    + PARTITIONS + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1',"
                    + " 'compression' = '" + compression + "')";
        }
    }

    /**
     * Sleeps as long as the polls of a fence take, and skips longer waits, such as those for the lease of a dead
     * process.
     */
    private static final class ShortSleepTicker implements Ticker {
        private static final Duration MAX_REAL_SLEEP = Duration.ofMillis(100);
        private final SkippingTicker skippingTicker = new SkippingTicker();

        @Override
        public Stopwatch start() {
            return skippingTicker.start();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            if (time.compareTo(MAX_REAL_SLEEP) <= 0) {
                Thread.sleep(time.toMillis());
            } else {
                skippingTicker.sleep(time);
            }
        }
    }

    /** The longest times for which one reader or writer was refused, in milliseconds. */
    private record Outages(List<Long> withoutKills, List<Long> withKills) {
        Outages() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        static String describeDistribution(List<Long> times) {
            if (times.isEmpty()) {
                return "none";
            }
            Collections.sort(times);
            return times.size() + " rebuilds: median " + times.get(times.size() / 2) + " ms, 90 % "
                    + times.get(times.size() * 9 / 10) + " ms, longest " + times.get(times.size() - 1) + " ms";
        }
    }

    @TestFactory
    @Tag(Breadth.LONG)
    Stream<DynamicTest> aRebuiltTableHasTheRowsOfItsTwin() {
        System.out.println("seed: " + SEED);
        return Stream.of(Model.values())
                .flatMap(model -> Stream.of(SwapMode.FENCE, SwapMode.SWAP)
                        .map(swapMode ->
                                DynamicTest.dynamicTest(model + " " + swapMode, () -> runRebuilds(model, swapMode))));
    }

    private static void runRebuilds(Model model, SwapMode swapMode) throws Exception {
        Outages outages = new Outages();
        Map<String, Integer> outcomeCounts = new HashMap<>();
        int writeCount = 0;
        for (int rebuildNumber = 0; rebuildNumber < REBUILD_COUNT; rebuildNumber++) {
            long seed = SEED * 1_000_003 + rebuildNumber * 31L + (model + " " + swapMode).hashCode();
            try (Rebuild rebuild = new Rebuild(model, swapMode, new Random(seed))) {
                try {
                    outcomeCounts.merge(rebuild.run(), 1, Integer::sum);
                } catch (Exception | AssertionError failure) {
                    throw new AssertionError(
                            model + " " + swapMode + ", rebuild " + rebuildNumber + " of seed " + SEED + "\n"
                                    + rebuild.events,
                            failure);
                }
                (rebuild.killCount > 0 ? outages.withKills : outages.withoutKills).add(rebuild.longestOutage());
                writeCount += rebuild.countStatements();
            }
        }
        System.out.println(model + " " + swapMode + ": " + outcomeCounts + ", " + writeCount + " writes; refused: "
                + Outages.describeDistribution(outages.withoutKills) + "; with kills: "
                + Outages.describeDistribution(outages.withKills));
    }

    /** One rebuild of a table with writers. */
    private static final class Rebuild implements AutoCloseable {
        private final World world = new World();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicBoolean isStopped = new AtomicBoolean();
        private final List<TwinWriter> writers = new ArrayList<>();
        private final List<Future<?>> runningTasks = new ArrayList<>();
        private final Model model;
        private final SwapMode swapMode;
        private final Random random;
        private final WritePace pace;
        private final int maxParallel;
        private final Reader reader = new Reader();
        private final List<String> events = new ArrayList<>();
        private int killCount;

        Rebuild(Model model, SwapMode swapMode, Random random) {
            this.model = model;
            this.swapMode = swapMode;
            this.random = random;
            this.pace = new WritePace(swapMode == SwapMode.FENCE);
            this.maxParallel = 1 + random.nextInt(3);
        }

        /** Returns how the rebuild ended. */
        String run() throws Exception {
            SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                    .version("before", model.createTable("t", "LZ4"))
                    .version("after", model.createTable("t", "ZSTD"))
                    .schema();
            world.createMigrator(schema).upgradeTo(1);
            world.execute(model.createTable("twin", "LZ4"));
            for (int writer = 1; writer <= WRITER_COUNT + 1; writer++) {
                writers.add(new TwinWriter(world, model, writer, new Random(random.nextLong())));
            }
            for (TwinWriter writer : writers) {
                writer.write(8);
            }
            TwinWriter batchWriter = writers.remove(WRITER_COUNT);
            for (TwinWriter writer : writers) {
                runningTasks.add(threads.submit(() -> writer.run(pace, isStopped)));
            }
            runningTasks.add(threads.submit(() -> reader.run(world, isStopped)));
            return upgrade(schema, batchWriter);
        }

        private String upgrade(SchemaDescriptor schema, TwinWriter batchWriter) throws Exception {
            int maxKills = random.nextInt(3);
            boolean insertsLateBatch = swapMode == SwapMode.SWAP && random.nextInt(3) == 0;
            for (int attempt = 1; ; attempt++) {
                boolean mayBeKilled = killCount < maxKills;
                int lastStatement = mayBeKilled ? 1 + random.nextInt(110) : Integer.MAX_VALUE;
                KillableConnections.Death death = DEATHS.get(random.nextInt(DEATHS.size()));
                AtomicBoolean isBatchWritten = new AtomicBoolean();
                Consumer<String> hook = text -> {
                    pace.allowWrites();
                    if (insertsLateBatch && !mayBeKilled && text.matches(SWAP_PATTERN)) {
                        pace.pauseWriters(writers);
                        batchWriter.write(1 + random.nextInt(6));
                        isBatchWritten.set(true);
                    }
                };
                KillableConnections process = new KillableConnections(world.url(), lastStatement, death, threads, hook);
                try {
                    createMigrator(schema, process).upgrade();
                    events.add("upgraded");
                    stopWriters();
                    assertReplaced();
                    return "replaced";
                } catch (KillableConnections.KilledProcessError ignored) {
                    killCount++;
                    events.add("killed at statement " + lastStatement + " " + death);
                    if (random.nextBoolean()) {
                        process.awaitLastStatement();
                    }
                } catch (UncertainStepException failure) {
                    assertThat(swapMode).as(failure.getMessage()).isEqualTo(SwapMode.SWAP);
                    events.add("late writes: " + failure.getMessage());
                    if (isBatchWritten.get()) {
                        merge(schema, failure);
                        return "merged";
                    }
                    stopWriters();
                    assertNothingIsLost();
                    return "stopped with both tables";
                } catch (StepException failure) {
                    if (!failure.getMessage().contains("attempts to swap it")) {
                        throw failure;
                    }
                    events.add("never quiet");
                    pace.lengthenPauses(attempt >= MAX_ATTEMPTS);
                }
            }
        }

        private Migrator createMigrator(SchemaDescriptor schema, KillableConnections process) {
            return Migrator.of(
                    schema,
                    process.createDataSource(),
                    MigratorOptions.DEFAULT
                            .author("tester")
                            .consent(Consent.values())
                            .rebuild(RebuildOptions.DEFAULT
                                    .swapMode(swapMode)
                                    .maxUnavailability(Duration.ofHours(1))
                                    .maxParallel(maxParallel))
                            .with(settings -> settings.withTicker(new ShortSleepTicker())));
        }

        private void stopWriters() throws Exception {
            isStopped.set(true);
            pace.resumeWriters();
            for (Future<?> task : runningTasks) {
                task.get();
            }
        }

        private void assertReplaced() throws SQLException {
            assertThat(world.readObjects().get("t")).contains("ZSTD");
            assertThat(readRows("t")).isEqualTo(readRows("twin"));
        }

        /** Runs the statements of the message, which give the new table the rows that only the old one has. */
        private void merge(SchemaDescriptor schema, UncertainStepException failure) throws Exception {
            // The writers still pause, so nothing was written to the new table.
            Matcher statement =
                    Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(failure.getMessage());
            int mergedCount = 0;
            for (; statement.find(); mergedCount++) {
                world.execute(statement.group());
            }
            assertThat(mergedCount).as(failure.getMessage()).isPositive();
            Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
            migrator.repair(failure.where().step(), Migrator.Repair.DONE);
            assertThat(readRows("t")).isEqualTo(readRows("twin"));
            pace.resumeWriters();
            migrator.upgrade();
            stopWriters();
            assertReplaced();
        }

        /** Requires that each row of the twin is in the new table, or in the old one, which is kept. */
        private void assertNothingIsLost() throws SQLException {
            String oldTable = world.readObjects().keySet().stream()
                    .filter(name -> name.matches("t__cairn_\\d+"))
                    .findFirst()
                    .orElseThrow();
            Map<String, Integer> rowCounts = new HashMap<>();
            Stream.of("t", oldTable)
                    .forEach(table ->
                            readRows(table).forEach(row -> rowCounts.merge(comparableRow(row), 1, Integer::sum)));
            for (String row : readRows("twin")) {
                assertThat(rowCounts.merge(comparableRow(row), model == Model.DUPLICATE ? -1 : 0, Integer::sum))
                        .as(row)
                        .isNotNegative();
            }
        }

        /**
         * Returns the part of a row that both tables have: for an AGGREGATE table the key, because the sums are not
         * comparable.
         */
        private String comparableRow(String row) {
            return model == Model.AGGREGATE ? row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1)) : row;
        }

        private List<String> readRows(String table) {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rowSet =
                            statement.executeQuery("SELECT id, day, v, s FROM `" + table + "` ORDER BY 1, 2, 3, 4")) {
                List<String> rows = new ArrayList<>();
                while (rowSet.next()) {
                    rows.add(rowSet.getString(1) + " " + rowSet.getString(2) + " " + rowSet.getString(3) + " "
                            + rowSet.getString(4));
                }
                return rows;
            } catch (SQLException failure) {
                return fail("the rows of " + table + " can't be read", failure);
            }
        }

        /** Returns the longest time for which a reader or a writer was refused. */
        long longestOutage() {
            return Math.max(
                    reader.refusalTimer.maxMillis(),
                    writers.stream()
                            .mapToLong(writer -> writer.refusalTimer().maxMillis())
                            .max()
                            .orElseThrow());
        }

        int countStatements() {
            return writers.stream().mapToInt(writer -> writer.statementCount()).sum();
        }

        @Override
        public void close() {
            isStopped.set(true);
            pace.resumeWriters();
            threads.shutdown();
            world.close();
        }
    }

    private static final class Reader {
        private final RefusalTimer refusalTimer = new RefusalTimer();

        @Nullable
        Void run(World world, AtomicBoolean isStopped) throws SQLException {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement()) {
                while (!isStopped.get()) {
                    try {
                        statement.execute("SELECT count(*) FROM t");
                        refusalTimer.recordSuccess();
                        LockSupport.parkNanos(5_000_000);
                    } catch (SQLException failure) {
                        if (!RefusalTimer.isUnknownTable(failure.getMessage())) {
                            throw failure;
                        }
                        refusalTimer.recordRefusal();
                    }
                }
            }
            return null;
        }
    }
}
