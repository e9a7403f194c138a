package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.http.HttpCall;
import dev.cairn.internal.load.LoadResponse;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * A table is rebuilt, again and again, while several writers change it, and a twin that is not rebuilt:
 * afterwards, both have the same rows. Some of the processes that rebuild it are killed, and resumed by others.
 *
 * <p>Which statements are sent depends on the seed, when they are sent on the machine: whatever the order, the rows are
 * the same. The times for which the table was unavailable are printed.
 */
class RebuildUnderLoadTest {
    /** For each key model and each end; {@code -Dcairn.test.rebuilds=50} for more. */
    private static final int REBUILDS = Breadth.of("cairn.test.rebuilds", 1, 4);

    private static final long SEED = Long.getLong("cairn.test.seed", 1);
    private static final int WRITERS = Breadth.of("cairn.test.writers", 2, 4);
    private static final List<KillableConnections.Death> DEATHS = List.of(KillableConnections.Death.values());
    /** After so many attempts without a pause of the writers, they are stopped. */
    private static final int MAX_ATTEMPTS = 4;

    private static final String SWAP = "(?is)ALTER TABLE .* SWAP WITH .*";
    private static final String PARTITIONS =
            " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
                    + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'),"
                    + " PARTITION `p4` VALUES LESS THAN ('2026-05-01'))";

    private enum Model {
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

    /** Sleeps as long as the polls of a fence take, and skips longer waits, such as those for the lease of a dead process. */
    private static final class ShortSleepTicker implements Ticker {
        private static final Duration MAX_REAL_SLEEP = Duration.ofMillis(100);
        private final SkippingTicker skipping = new SkippingTicker();

        @Override
        public Stopwatch start() {
            return skipping.start();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            if (time.compareTo(MAX_REAL_SLEEP) <= 0) {
                Thread.sleep(time.toMillis());
            } else {
                skipping.sleep(time);
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
                        .map(end -> DynamicTest.dynamicTest(model + " " + end, () -> runRebuilds(model, end))));
    }

    private static void runRebuilds(Model model, SwapMode end) throws Exception {
        Outages outages = new Outages();
        Map<String, Integer> outcomes = new HashMap<>();
        int statements = 0;
        for (int number = 0; number < REBUILDS; number++) {
            long seed = SEED * 1_000_003 + number * 31L + (model + " " + end).hashCode();
            try (Rebuild rebuild = new Rebuild(model, end, new Random(seed))) {
                try {
                    outcomes.merge(rebuild.run(), 1, Integer::sum);
                } catch (Exception | AssertionError failure) {
                    throw new AssertionError(
                            model + " " + end + ", rebuild " + number + " of seed " + SEED + "\n" + rebuild.events,
                            failure);
                }
                (rebuild.killCount > 0 ? outages.withKills : outages.withoutKills).add(rebuild.longestOutage());
                statements += rebuild.countStatements();
            }
        }
        System.out.println(model + " " + end + ": " + outcomes + ", " + statements + " writes; refused: "
                + Outages.describeDistribution(outages.withoutKills) + "; with kills: "
                + Outages.describeDistribution(outages.withKills));
    }

    /** One rebuild of a table with writers. */
    private static final class Rebuild implements AutoCloseable {
        private final World world = new World();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicBoolean isStopped = new AtomicBoolean();
        private final List<Writer> writers = new ArrayList<>();
        private final List<Future<?>> runningTasks = new ArrayList<>();
        private final Model model;
        private final SwapMode end;
        private final Random random;
        private final Pace pace;
        private final int maxParallel;
        private final Reader reader = new Reader();
        private final List<String> events = new ArrayList<>();
        private int killCount;

        Rebuild(Model model, SwapMode end, Random random) {
            this.model = model;
            this.end = end;
            this.random = random;
            this.pace = new Pace(end == SwapMode.FENCE);
            this.maxParallel = 1 + random.nextInt(3);
        }

        /** Returns what became of the rebuild. */
        String run() throws Exception {
            SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                    .version("before", model.createTable("t", "LZ4"))
                    .version("after", model.createTable("t", "ZSTD"))
                    .schema();
            world.createMigrator(schema).upgradeTo(1);
            world.execute(model.createTable("twin", "LZ4"));
            for (int writer = 1; writer <= WRITERS + 1; writer++) {
                writers.add(new Writer(world, model, writer, new Random(random.nextLong())));
            }
            for (Writer writer : writers) {
                writer.write(8);
            }
            Writer batch = writers.remove(WRITERS);
            for (Writer writer : writers) {
                runningTasks.add(threads.submit(() -> writer.run(pace, isStopped)));
            }
            runningTasks.add(threads.submit(() -> reader.run(world, isStopped)));
            return upgrade(schema, batch);
        }

        private String upgrade(SchemaDescriptor schema, Writer batch) throws Exception {
            int maxKills = random.nextInt(3);
            boolean writesLate = end == SwapMode.SWAP && random.nextInt(3) == 0;
            for (int attempt = 1; ; attempt++) {
                boolean isKilled = killCount < maxKills;
                int lastStatement = isKilled ? 1 + random.nextInt(110) : Integer.MAX_VALUE;
                KillableConnections.Death death = DEATHS.get(random.nextInt(DEATHS.size()));
                AtomicBoolean isBatchWritten = new AtomicBoolean();
                Consumer<String> hook = text -> {
                    pace.allowWrites();
                    if (writesLate && !isKilled && text.matches(SWAP)) {
                        pace.pauseWriters(writers);
                        batch.write(1 + random.nextInt(6));
                        isBatchWritten.set(true);
                    }
                };
                KillableConnections process = new KillableConnections(world.url(), lastStatement, death, threads, hook);
                try {
                    migrator(schema, process).upgrade();
                    events.add("upgraded");
                    stopWriters();
                    assertReplaced();
                    return "replaced";
                } catch (KillableConnections.Killed ignored) {
                    killCount++;
                    events.add("killed at statement " + lastStatement + " " + death);
                    if (random.nextBoolean()) {
                        process.awaitLastStatement();
                    }
                } catch (UncertainStepException stopped) {
                    assertThat(end).as(stopped.getMessage()).isEqualTo(SwapMode.SWAP);
                    events.add("late writes: " + stopped.getMessage());
                    if (isBatchWritten.get()) {
                        merge(schema, stopped);
                        return "merged";
                    }
                    stopWriters();
                    assertNothingIsLost();
                    return "stopped with both tables";
                } catch (StepException stopped) {
                    if (!stopped.getMessage().contains("attempts to swap it")) {
                        throw stopped;
                    }
                    events.add("never quiet");
                    pace.lengthenPauses(attempt >= MAX_ATTEMPTS);
                }
            }
        }

        private Migrator migrator(SchemaDescriptor schema, KillableConnections process) {
            return Migrator.of(
                    schema,
                    process.createDataSource(),
                    MigratorOptions.DEFAULT
                            .author("tester")
                            .consent(Consent.values())
                            .rebuild(RebuildOptions.DEFAULT
                                    .swapMode(end)
                                    .maxUnavailability(Duration.ofHours(1))
                                    .maxParallel(maxParallel))
                            .with(settings -> settings.withTicker(new ShortSleepTicker())));
        }

        private void stopWriters() throws Exception {
            isStopped.set(true);
            pace.resumeWriters();
            for (Future<?> each : runningTasks) {
                each.get();
            }
        }

        private void assertReplaced() throws SQLException {
            assertThat(world.readObjects().get("t")).contains("ZSTD");
            assertThat(readRows("t")).isEqualTo(readRows("twin"));
        }

        /** The statements of the message give the new table the rows that only the old one has. */
        private void merge(SchemaDescriptor schema, UncertainStepException stopped) throws Exception {
            // The writers still pause, so that nothing was written to the new table.
            Matcher statement =
                    Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(stopped.getMessage());
            int mergedCount = 0;
            for (; statement.find(); mergedCount++) {
                world.execute(statement.group());
            }
            assertThat(mergedCount).as(stopped.getMessage()).isPositive();
            Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
            migrator.repair(stopped.where().step(), Migrator.Repair.DONE);
            assertThat(readRows("t")).isEqualTo(readRows("twin"));
            pace.resumeWriters();
            migrator.upgrade();
            stopWriters();
            assertReplaced();
        }

        /** Each row of the twin is in the new table, or in the old one, which is kept. */
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

        /** The sums of both tables can't be told apart, but the keys can. */
        private String comparableRow(String row) {
            return model == Model.AGGREGATE ? row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1)) : row;
        }

        private List<String> readRows(String table) {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT id, day, v, s FROM `" + table + "` ORDER BY 1, 2, 3, 4")) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(result.getString(1) + " " + result.getString(2) + " " + result.getString(3) + " "
                            + result.getString(4));
                }
                return rows;
            } catch (SQLException failure) {
                return fail("the rows of " + table + " can't be read", failure);
            }
        }

        /** Returns the longest time for which a reader or a writer was refused. */
        long longestOutage() {
            return Math.max(
                    reader.refusals.longestMillis,
                    writers.stream()
                            .mapToLong(writer -> writer.refusals.longestMillis)
                            .max()
                            .orElseThrow());
        }

        int countStatements() {
            return writers.stream()
                    .mapToInt(writer -> writer.statementCount.get())
                    .sum();
        }

        @Override
        public void close() {
            isStopped.set(true);
            pace.resumeWriters();
            threads.shutdown();
            world.close();
        }
    }

    /**
     * When the writers write: all the time, or in batches with pauses between them. In the long form they write as fast as
     * they can; in the short form, the statements of the rebuild are their clock, and each allows a few writes.
     */
    private static final class Pace {
        private static final int WRITES_PER_STATEMENT = 3;
        private static final int MAX_WRITES_AHEAD = 12;
        private static final int MILLIS_PER_STATEMENT = 5;

        private final Semaphore writes = new Semaphore(MAX_WRITES_AHEAD);
        private final AtomicLong sentCount = new AtomicLong();
        private final boolean isFull;
        private volatile int pauseMillis = 20;
        private volatile boolean isClosed;

        Pace(boolean isFull) {
            this.isFull = isFull;
        }

        /** Lets the writers pause longer, or for ever. */
        void lengthenPauses(boolean mustStop) {
            pauseMillis *= 3;
            isClosed = mustStop;
        }

        /** Lets the writers pause, and waits until they do. */
        void pauseWriters(List<Writer> writers) {
            isClosed = true;
            while (writers.stream().anyMatch(writer -> writer.isWriting)) {
                Thread.onSpinWait();
            }
        }

        void resumeWriters() {
            isClosed = false;
        }

        boolean isOpen() {
            // All writers pause at the same time.
            return !isClosed && (isFull || elapsedMillis() % (pauseMillis * 10L) < pauseMillis);
        }

        private long elapsedMillis() {
            return Breadth.isLong() ? System.nanoTime() / 1_000_000 : sentCount.get() * MILLIS_PER_STATEMENT;
        }

        /** The rebuild is about to send a statement. */
        void allowWrites() {
            sentCount.incrementAndGet();
            writes.release(Math.max(0, Math.min(WRITES_PER_STATEMENT, MAX_WRITES_AHEAD - writes.availablePermits())));
        }

        /** Returns whether a writer may write now. */
        boolean mayWrite() {
            return isOpen() && (Breadth.isLong() || writes.tryAcquire());
        }
    }

    /** Measures for how long a client was refused. */
    private static final class Refusals {
        private long firstRefusal;
        private volatile long longestMillis;

        void noteRefused() {
            firstRefusal = firstRefusal == 0 ? System.nanoTime() : firstRefusal;
            LockSupport.parkNanos(2_000_000);
        }

        void noteServed() {
            if (firstRefusal != 0) {
                longestMillis = Math.max(longestMillis, (System.nanoTime() - firstRefusal) / 1_000_000);
                firstRefusal = 0;
            }
        }

        static boolean isUnknownTable(String message) {
            return Stream.of("Unknown table", "unknown table", "not exist", "not found")
                    .anyMatch(message::contains);
        }
    }

    private static final class Reader {
        private final Refusals refusals = new Refusals();

        @Nullable
        Void run(World world, AtomicBoolean isStopped) throws SQLException {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement()) {
                while (!isStopped.get()) {
                    try {
                        statement.execute("SELECT count(*) FROM t");
                        refusals.noteServed();
                        LockSupport.parkNanos(5_000_000);
                    } catch (SQLException failure) {
                        if (!Refusals.isUnknownTable(failure.getMessage())) {
                            throw failure;
                        }
                        refusals.noteRefused();
                    }
                }
            }
            return null;
        }
    }

    /**
     * Writes to the table and its twin. Each writer has keys of its own, so that the order of the writers does not matter.
     */
    private static final class Writer {
        private static final int KEYS = 30;
        private final World world;
        private final Model model;
        private final int firstId;
        private final Random random;
        private final Refusals refusals = new Refusals();
        private final StreamLoadClient loadClient;
        private int loadCount;
        private final AtomicInteger statementCount = new AtomicInteger();
        private volatile boolean isWriting;

        Writer(World world, Model model, int number, Random random) {
            this.world = world;
            this.model = model;
            this.firstId = number * 1000;
            this.random = random;
            HttpCall call = new HttpCall(Duration.ofMinutes(10));
            this.loadClient = new StreamLoadClient(
                    URI.create(world.server.httpUrl()),
                    new StreamLoadClient.LoadCredentials("root", ""),
                    host -> true,
                    uri -> uri,
                    call,
                    call);
        }

        void run(Pace pace, AtomicBoolean isStopped) {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement()) {
                while (!isStopped.get()) {
                    isWriting = true;
                    boolean isAllowed = pace.mayWrite();
                    if (isAllowed) {
                        write(statement);
                    }
                    isWriting = false;
                    if (!isAllowed) {
                        LockSupport.parkNanos(2_000_000);
                    }
                }
            } catch (SQLException | IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        /** Sends statements, each of them until it is no longer refused. */
        void write(int count) {
            try (Connection connection = world.openConnection();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < count; i++) {
                    write(statement);
                }
            } catch (SQLException | IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private void write(Statement statement) throws SQLException, IOException {
            String change = randomChange();
            while (!isWritten(statement, change, "t")) {
                refusals.noteRefused();
            }
            refusals.noteServed();
            assertThat(isWritten(statement, change, "twin")).isTrue();
            statementCount.incrementAndGet();
        }

        private int randomId() {
            return firstId + random.nextInt(KEYS);
        }

        private String randomDay() {
            return "2026-0" + (1 + random.nextInt(4)) + "-11";
        }

        private String randomRow(String quote, String separator, String open, String close) {
            return open + randomId() + separator + quote + randomDay() + quote + separator + random.nextInt(1000)
                    + separator + quote + "s" + random.nextInt(10) + quote + close;
        }

        /** Returns a statement for a table, {@code %s}, or the rows of a load. */
        private String randomChange() {
            List<String> rows = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(i -> randomRow("'", ", ", "(", ")"))
                    .toList();
            return switch (random.nextInt(model == Model.PRIMARY ? 8 : 6)) {
                case 0, 1 -> "INSERT INTO %s VALUES " + String.join(", ", rows);
                case 2, 3 ->
                    String.join(
                            "\n",
                            rows.stream()
                                    .map(row -> row.replaceAll("[()' ]", ""))
                                    .toList());
                case 4 -> "DELETE FROM %s WHERE id = " + randomId();
                case 5 -> "DELETE FROM %s WHERE id = " + randomId() + " AND day = '" + randomDay() + "'";
                case 6 -> "UPDATE %s SET v = v + 1 WHERE id = " + randomId();
                default -> "UPDATE %s SET s = 'u' WHERE id = " + randomId() + " AND day = '" + randomDay() + "'";
            };
        }

        /** Returns false if there is no table of this name at the moment. */
        private boolean isWritten(Statement statement, String change, String table) throws SQLException, IOException {
            if (!change.contains("%s")) {
                return isLoaded(change, table);
            }
            try {
                statement.execute(String.format(change, table));
                return true;
            } catch (SQLException failure) {
                if (Refusals.isUnknownTable(failure.getMessage())) {
                    return false;
                }
                throw failure;
            }
        }

        private boolean isLoaded(String rows, String table) throws IOException {
            Map<String, String> headers = Map.of("label", "w" + firstId + "_" + ++loadCount, "column_separator", ",");
            LoadResponse reply = loadClient.load(
                    World.DATABASE, table, headers, out -> out.write(rows.getBytes(StandardCharsets.UTF_8)));
            if (!reply.isSuccess() && !Refusals.isUnknownTable(reply.message())) {
                throw new IllegalStateException(reply.toString());
            }
            return reply.isSuccess();
        }
    }
}
