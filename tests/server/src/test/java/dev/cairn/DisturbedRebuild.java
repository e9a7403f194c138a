package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.cairn.internal.Ticker;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
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

/**
 * One rebuild of a table that writers change and a reader queries, while some of the rebuilding processes are killed.
 * The writers make the same changes in a twin, which shows the rows that the rebuilt table should have.
 */
final class DisturbedRebuild implements AutoCloseable {
    private static final int WRITER_COUNT = Breadth.of("cairn.test.writers", 2, 4);
    private static final List<KillableConnections.Death> DEATHS = List.of(KillableConnections.Death.values());

    /**
     * The number of failed attempts after which the writers pause until the rebuild ends, so the table is idle at last.
     */
    private static final int MAX_ATTEMPTS = 4;

    private static final String SWAP_PATTERN = "(?is)ALTER TABLE .* SWAP WITH .*";

    private final World world = new World();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final List<TwinWriter> writers = new ArrayList<>();
    private final List<Future<?>> runningTasks = new ArrayList<>();
    private final RebuildKeyModel model;
    private final SwapMode swapMode;
    private final Random random;
    private final WritePace pace;
    private final int maxParallel;
    private final Reader reader = new Reader();
    private final List<String> events = new ArrayList<>();
    private int killCount;

    /** How a rebuild ended. */
    enum Outcome {
        REPLACED,
        /** The rows that were written right before the swap were added to the new table as the message says. */
        MERGED,
        /** The rows that were written right before the swap are only in the old table, which is kept. */
        STOPPED_WITH_BOTH_TABLES
    }

    DisturbedRebuild(RebuildKeyModel model, SwapMode swapMode, Random random) {
        this.model = model;
        this.swapMode = swapMode;
        this.random = random;
        this.pace = new WritePace(swapMode == SwapMode.FENCE);
        this.maxParallel = 1 + random.nextInt(3);
    }

    Outcome run() throws Exception {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", model.createTableSql("t", "LZ4"))
                .version("after", model.createTableSql("t", "ZSTD"))
                .schema();
        world.createMigrator(schema).upgradeTo(1);
        world.execute(model.createTableSql("twin", "LZ4"));
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

    private Outcome upgrade(SchemaDescriptor schema, TwinWriter batchWriter) throws Exception {
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
                return Outcome.REPLACED;
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
                    return Outcome.MERGED;
                }
                stopWriters();
                assertNothingIsLost();
                return Outcome.STOPPED_WITH_BOTH_TABLES;
            } catch (StepFailedException failure) {
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
                        .withSettings(settings -> settings.withTicker(new ShortSleepTicker())));
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
        Matcher statement = Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(failure.getMessage());
        int mergedCount = 0;
        for (; statement.find(); mergedCount++) {
            world.execute(statement.group());
        }
        assertThat(mergedCount).as(failure.getMessage()).isPositive();
        Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.repair(failure.place().step(), Migrator.Repair.DONE);
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
                .forEach(table -> readRows(table).forEach(row -> rowCounts.merge(comparableRow(row), 1, Integer::sum)));
        for (String row : readRows("twin")) {
            assertThat(rowCounts.merge(comparableRow(row), model == RebuildKeyModel.DUPLICATE ? -1 : 0, Integer::sum))
                    .as(row)
                    .isNotNegative();
        }
    }

    /**
     * Returns the part of a row that both tables have: for an AGGREGATE table the key, because the sums are not
     * comparable.
     */
    private String comparableRow(String row) {
        return model == RebuildKeyModel.AGGREGATE ? row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1)) : row;
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

    /** Returns descriptions of what happened to the processes, in the order of the attempts. */
    List<String> events() {
        return events;
    }

    int killCount() {
        return killCount;
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

    /** Queries the table all the time, and measures for how long that is refused. */
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
