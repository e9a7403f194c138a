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
import dev.cairn.upgrade.RebuildOptions.End;
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

        String table(String name, String compression) {
            return "CREATE TABLE `" + name + "` (`id` BIGINT NOT NULL, `day` DATE NOT NULL, " + values + ") " + key
                    + PARTITIONS + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1',"
                    + " 'compression' = '" + compression + "')";
        }
    }

    /** Sleeps as long as the polls of a fence take, and skips longer waits, such as those for the lease of a dead process. */
    private static final class ImpatientTicker implements Ticker {
        private static final Duration LONGEST = Duration.ofMillis(100);
        private final SkippingTicker skipping = new SkippingTicker();

        @Override
        public Stopwatch start() {
            return skipping.start();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            if (time.compareTo(LONGEST) <= 0) {
                Thread.sleep(time.toMillis());
            } else {
                skipping.sleep(time);
            }
        }
    }

    /** The longest times for which one reader or writer was refused, in milliseconds. */
    private record Outages(List<Long> living, List<Long> killed) {
        Outages() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        static String distribution(List<Long> times) {
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
                .flatMap(model -> Stream.of(End.FENCE, End.SWAP)
                        .map(end -> DynamicTest.dynamicTest(model + " " + end, () -> rebuilds(model, end))));
    }

    private static void rebuilds(Model model, End end) throws Exception {
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
                            model + " " + end + ", rebuild " + number + " of seed " + SEED + "\n" + rebuild.story,
                            failure);
                }
                (rebuild.kills > 0 ? outages.killed : outages.living).add(rebuild.outage());
                statements += rebuild.statements();
            }
        }
        System.out.println(model + " " + end + ": " + outcomes + ", " + statements + " writes; refused: "
                + Outages.distribution(outages.living) + "; with kills: " + Outages.distribution(outages.killed));
    }

    /** One rebuild of a table with writers. */
    private static final class Rebuild implements AutoCloseable {
        private final World world = new World();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<Writer> writers = new ArrayList<>();
        private final List<Future<?>> running = new ArrayList<>();
        private final Model model;
        private final End end;
        private final Random random;
        private final Pace pace;
        private final int parallel;
        private final Reader reader = new Reader();
        private final List<String> story = new ArrayList<>();
        private int kills;

        Rebuild(Model model, End end, Random random) {
            this.model = model;
            this.end = end;
            this.random = random;
            this.pace = new Pace(end == End.FENCE);
            this.parallel = 1 + random.nextInt(3);
        }

        /** Returns what became of the rebuild. */
        String run() throws Exception {
            SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                    .version("before", model.table("t", "LZ4"))
                    .version("after", model.table("t", "ZSTD"))
                    .schema();
            world.migrator(schema).upgradeTo(1);
            world.execute(model.table("twin", "LZ4"));
            for (int writer = 1; writer <= WRITERS + 1; writer++) {
                writers.add(new Writer(world, model, writer, new Random(random.nextLong())));
            }
            for (Writer writer : writers) {
                writer.write(8);
            }
            Writer batch = writers.remove(WRITERS);
            for (Writer writer : writers) {
                running.add(threads.submit(() -> writer.run(pace, stop)));
            }
            running.add(threads.submit(() -> reader.run(world, stop)));
            return upgrade(schema, batch);
        }

        private String upgrade(SchemaDescriptor schema, Writer batch) throws Exception {
            int mayDie = random.nextInt(3);
            boolean late = end == End.SWAP && random.nextInt(3) == 0;
            for (int attempt = 1; ; attempt++) {
                boolean dies = kills < mayDie;
                int last = dies ? 1 + random.nextInt(110) : Integer.MAX_VALUE;
                KillableConnections.Death death = DEATHS.get(random.nextInt(DEATHS.size()));
                AtomicBoolean batched = new AtomicBoolean();
                Consumer<String> hook = text -> {
                    pace.advance();
                    if (late && !dies && text.matches(SWAP)) {
                        pace.close(writers);
                        batch.write(1 + random.nextInt(6));
                        batched.set(true);
                    }
                };
                KillableConnections process = new KillableConnections(world.url(), last, death, threads, hook);
                try {
                    migrator(schema, process).upgrade();
                    story.add("upgraded");
                    stopWriters();
                    assertReplaced();
                    return "replaced";
                } catch (KillableConnections.Killed killed) {
                    kills++;
                    story.add("killed at statement " + last + " " + death);
                    if (random.nextBoolean()) {
                        process.awaitLastStatement();
                    }
                } catch (UncertainStepException stopped) {
                    assertThat(end).as(stopped.getMessage()).isEqualTo(End.SWAP);
                    story.add("late writes: " + stopped.getMessage());
                    if (batched.get()) {
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
                    story.add("never quiet");
                    pace.slower(attempt >= MAX_ATTEMPTS);
                }
            }
        }

        private Migrator migrator(SchemaDescriptor schema, KillableConnections process) {
            return Migrator.of(
                    schema,
                    process.source(),
                    MigratorOptions.DEFAULT
                            .author("tester")
                            .consent(Consent.values())
                            .rebuild(RebuildOptions.DEFAULT
                                    .end(end)
                                    .unavailable(Duration.ofHours(1))
                                    .maxParallel(parallel))
                            .with(settings -> settings.withTicker(new ImpatientTicker())));
        }

        private void stopWriters() throws Exception {
            stop.set(true);
            pace.open();
            for (Future<?> each : running) {
                each.get();
            }
        }

        private void assertReplaced() throws SQLException {
            assertThat(world.objects().get("t")).contains("ZSTD");
            assertThat(rows("t")).isEqualTo(rows("twin"));
        }

        /** The statements of the message give the new table the rows that only the old one has. */
        private void merge(SchemaDescriptor schema, UncertainStepException stopped) throws Exception {
            // The writers still pause, so that nothing was written to the new table.
            Matcher statement =
                    Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(stopped.getMessage());
            int merged = 0;
            for (; statement.find(); merged++) {
                world.execute(statement.group());
            }
            assertThat(merged).as(stopped.getMessage()).isPositive();
            Migrator migrator = world.migrator(schema, World.options().consent(Consent.values()));
            migrator.repair(stopped.where().step(), Migrator.Repair.DONE);
            assertThat(rows("t")).isEqualTo(rows("twin"));
            pace.open();
            migrator.upgrade();
            stopWriters();
            assertReplaced();
        }

        /** Each row of the twin is in the new table, or in the old one, which is kept. */
        private void assertNothingIsLost() throws SQLException {
            String old = world.objects().keySet().stream()
                    .filter(name -> name.matches("t__cairn_\\d+"))
                    .findFirst()
                    .orElseThrow();
            Map<String, Integer> kept = new HashMap<>();
            Stream.of("t", old).forEach(table -> rows(table).forEach(row -> kept.merge(lost(row), 1, Integer::sum)));
            for (String row : rows("twin")) {
                assertThat(kept.merge(lost(row), model == Model.DUPLICATE ? -1 : 0, Integer::sum))
                        .as(row)
                        .isNotNegative();
            }
        }

        /** The sums of both tables can't be told apart, but the keys can. */
        private String lost(String row) {
            return model == Model.AGGREGATE ? row.substring(0, row.indexOf(' ', row.indexOf(' ') + 1)) : row;
        }

        private List<String> rows(String table) {
            try (Connection connection = world.connect();
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
        long outage() {
            return Math.max(
                    reader.refusals.longest,
                    writers.stream()
                            .mapToLong(writer -> writer.refusals.longest)
                            .max()
                            .orElseThrow());
        }

        int statements() {
            return writers.stream().mapToInt(writer -> writer.statements.get()).sum();
        }

        @Override
        public void close() {
            stop.set(true);
            pace.open();
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
        private final AtomicLong sent = new AtomicLong();
        private final boolean full;
        private volatile int pause = 20;
        private volatile boolean closed;

        Pace(boolean full) {
            this.full = full;
        }

        /** Lets the writers pause longer, or for ever. */
        void slower(boolean stop) {
            pause *= 3;
            closed = stop;
        }

        /** Lets the writers pause, and waits until they do. */
        void close(List<Writer> writers) {
            closed = true;
            while (writers.stream().anyMatch(writer -> writer.writing)) {
                Thread.onSpinWait();
            }
        }

        void open() {
            closed = false;
        }

        boolean isOpen() {
            // All writers pause at the same time.
            return !closed && (full || millis() % (pause * 10L) < pause);
        }

        private long millis() {
            return Breadth.isLong() ? System.nanoTime() / 1_000_000 : sent.get() * MILLIS_PER_STATEMENT;
        }

        /** The rebuild is about to send a statement. */
        void advance() {
            sent.incrementAndGet();
            writes.release(Math.max(0, Math.min(WRITES_PER_STATEMENT, MAX_WRITES_AHEAD - writes.availablePermits())));
        }

        /** Returns whether a writer may write now. */
        boolean allows() {
            return isOpen() && (Breadth.isLong() || writes.tryAcquire());
        }
    }

    /** Measures for how long a client was refused. */
    private static final class Refusals {
        private long first;
        private volatile long longest;

        void refused() {
            first = first == 0 ? System.nanoTime() : first;
            LockSupport.parkNanos(2_000_000);
        }

        void served() {
            if (first != 0) {
                longest = Math.max(longest, (System.nanoTime() - first) / 1_000_000);
                first = 0;
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
        Void run(World world, AtomicBoolean stop) throws SQLException {
            try (Connection connection = world.connect();
                    Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                    try {
                        statement.execute("SELECT count(*) FROM t");
                        refusals.served();
                        LockSupport.parkNanos(5_000_000);
                    } catch (SQLException failure) {
                        if (!Refusals.isUnknownTable(failure.getMessage())) {
                            throw failure;
                        }
                        refusals.refused();
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
        private final int first;
        private final Random random;
        private final Refusals refusals = new Refusals();
        private final StreamLoadClient loads;
        private int loaded;
        private final AtomicInteger statements = new AtomicInteger();
        private volatile boolean writing;

        Writer(World world, Model model, int number, Random random) {
            this.world = world;
            this.model = model;
            this.first = number * 1000;
            this.random = random;
            HttpCall call = new HttpCall(Duration.ofMinutes(10));
            this.loads = new StreamLoadClient(
                    URI.create(world.server.httpUrl()),
                    new StreamLoadClient.LoadCredentials("root", ""),
                    host -> true,
                    uri -> uri,
                    call,
                    call);
        }

        void run(Pace pace, AtomicBoolean stop) {
            try (Connection connection = world.connect();
                    Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                    writing = true;
                    boolean allowed = pace.allows();
                    if (allowed) {
                        write(statement);
                    }
                    writing = false;
                    if (!allowed) {
                        LockSupport.parkNanos(2_000_000);
                    }
                }
            } catch (SQLException | IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        /** Sends statements, each of them until it is not refused any more. */
        void write(int count) {
            try (Connection connection = world.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < count; i++) {
                    write(statement);
                }
            } catch (SQLException | IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private void write(Statement statement) throws SQLException, IOException {
            String change = change();
            while (!isWritten(statement, change, "t")) {
                refusals.refused();
            }
            refusals.served();
            assertThat(isWritten(statement, change, "twin")).isTrue();
            statements.incrementAndGet();
        }

        private int id() {
            return first + random.nextInt(KEYS);
        }

        private String day() {
            return "2026-0" + (1 + random.nextInt(4)) + "-11";
        }

        private String values(String quote, String separator, String open, String close) {
            return open + id() + separator + quote + day() + quote + separator + random.nextInt(1000) + separator
                    + quote + "s" + random.nextInt(10) + quote + close;
        }

        /** Returns a statement for a table, {@code %s}, or the rows of a load. */
        private String change() {
            List<String> rows = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(i -> values("'", ", ", "(", ")"))
                    .toList();
            return switch (random.nextInt(model == Model.PRIMARY ? 8 : 6)) {
                case 0, 1 -> "INSERT INTO %s VALUES " + String.join(", ", rows);
                case 2, 3 ->
                    String.join(
                            "\n",
                            rows.stream()
                                    .map(row -> row.replaceAll("[()' ]", ""))
                                    .toList());
                case 4 -> "DELETE FROM %s WHERE id = " + id();
                case 5 -> "DELETE FROM %s WHERE id = " + id() + " AND day = '" + day() + "'";
                case 6 -> "UPDATE %s SET v = v + 1 WHERE id = " + id();
                default -> "UPDATE %s SET s = 'u' WHERE id = " + id() + " AND day = '" + day() + "'";
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
            Map<String, String> headers = Map.of("label", "w" + first + "_" + ++loaded, "column_separator", ",");
            LoadResponse reply =
                    loads.load(World.DATABASE, table, headers, out -> out.write(rows.getBytes(StandardCharsets.UTF_8)));
            if (!reply.isSuccess() && !Refusals.isUnknownTable(reply.message())) {
                throw new IllegalStateException(reply.toString());
            }
            return reply.isSuccess();
        }
    }
}
