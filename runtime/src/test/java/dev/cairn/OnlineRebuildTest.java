package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.End;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are rebuilt while others write to them, and have all rows afterwards. */
class OnlineRebuildTest {
    private static final String COLUMNS = "(`id` BIGINT NOT NULL, `day` DATE NOT NULL, `v` INT NULL)";
    private static final String BY_MONTH = " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
            + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'))";
    private static final String COPY = "(?is)INSERT INTO `shop`.`t__cairn_.*";
    private static final String ANY_COPY = "(?is)INSERT INTO .*\\bt__cairn_[0-9]+\\b.*";
    private static final String RENAME_AWAY = "(?is)ALTER TABLE `shop`.`t` RENAME .*";
    private static final String RENAME_NEW = "(?is)ALTER TABLE .*`t__cairn_[0-9]+` RENAME `t`";

    private final World world = new World();
    private final List<Progress> progress = new ArrayList<>();
    private Consumer<String> hook = text -> {};
    private UnaryOperator<String> rewriting = text -> text;

    @AfterEach
    void stop() {
        world.close();
    }

    private static String table(String key, String partitions, String compression) {
        return "CREATE TABLE `t` " + COLUMNS + " " + key + partitions
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES" + " ('replication_num' = '1', 'compression' = '"
                + compression + "')";
    }

    private static SchemaDescriptor schema(String key, String partitions) {
        return new RecordedHistory(World.DATABASE)
                .version("before", table(key, partitions, "LZ4"))
                .version("after", table(key, partitions, "ZSTD"))
                .schema();
    }

    private static RebuildOptions options(End end) {
        return RebuildOptions.DEFAULT.end(end).unavailable(Duration.ofHours(1));
    }

    private Migrator migrator(SchemaDescriptor schema, RebuildOptions options) {
        return Migrator.of(
                schema,
                hooked(),
                World.options().consent(Consent.values()).rebuild(options).listener(progress::add));
    }

    /** A table with two rows in each of the first two partitions. */
    private Migrator filled(String key, String partitions, RebuildOptions options) throws SQLException {
        Migrator migrator = migrator(schema(key, partitions), options);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (2, '2026-01-06', NULL)");
        world.execute("INSERT INTO t VALUES (3, '2026-02-05', 30), (4, '2026-02-06', 40)");
        return migrator;
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection connection = world.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        }
    }

    private List<String> rows() throws SQLException {
        return rows("SELECT * FROM t ORDER BY id, v");
    }

    private List<String> copies() {
        return world.server.log().all().stream()
                .map(LoggedStatement::text)
                .filter(text -> text.matches(COPY))
                .toList();
    }

    /** Runs statements once, on another connection, before the migrator sends a statement. */
    private void write(String before, int nth, String... statements) {
        AtomicInteger fitting = new AtomicInteger();
        hook = text -> {
            if (text.matches(before) && fitting.incrementAndGet() == nth) {
                for (String each : statements) {
                    execute(each);
                }
            }
        };
    }

    /** Connections that call the hook before each statement. */
    private DataSource hooked() {
        return (DataSource) proxy(
                DataSource.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getConnection") ? hooked(world.connect()) : null);
    }

    private Connection hooked(Connection connection) {
        return (Connection) proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement && method.getName().equals("createStatement")
                    ? proxy(Statement.class, (inner, call, values) -> {
                        if (call.getName().equals("execute")) {
                            hook.accept((String) values[0]);
                            values[0] = rewriting.apply((String) values[0]);
                        }
                        return invoke(statement, call, values);
                    })
                    : result;
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(OnlineRebuildTest.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private void execute(String statement) {
        try {
            world.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(statement, failure);
        }
    }

    private void assertRebuilt() {
        assertThat(world.objects().get("t")).contains("ZSTD");
        assertThat(world.objects().keySet())
                .filteredOn(name -> !name.contains("__cairn_fence_"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void eachPartitionIsCopiedOnce(End end) throws SQLException {
        filled("DUPLICATE KEY(`id`)", BY_MONTH, options(end)).upgrade();
        assertRebuilt();
        assertThat(rows())
                .containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 30", "4 2026-02-06 40");
        assertThat(copies()).hasSize(2).allMatch(text -> text.contains("PARTITION (`p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void whatIsWrittenBetweenTheCopiesIsCopiedAgain(String key) throws SQLException {
        for (End end : List.of(End.SWAP, End.FENCE)) {
            OnlineRebuildTest each = new OnlineRebuildTest();
            try {
                Migrator migrator = each.filled(key, BY_MONTH, options(end));
                each.write(
                        COPY,
                        2,
                        "INSERT INTO t VALUES (5, '2026-01-07', 50)",
                        "DELETE FROM t WHERE id = 1 AND day = '2026-01-05'",
                        "INSERT INTO t VALUES (6, '2026-03-07', 60)");
                migrator.upgrade();
                each.assertRebuilt();
                assertThat(each.rows())
                        .containsExactly(
                                "2 2026-01-06 null",
                                "3 2026-02-05 30",
                                "4 2026-02-06 40",
                                "5 2026-01-07 50",
                                "6 2026-03-07 60");
                assertThat(each.copies()).hasSize(4);
            } finally {
                each.stop();
            }
        }
    }

    @Test
    void whatIsWrittenRightBeforeTheFenceIsCopiedBehindIt() throws SQLException {
        Migrator migrator = filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options(End.FENCE));
        write(RENAME_AWAY, 1, "UPDATE t SET v = 31 WHERE id = 3", "DELETE FROM t WHERE id = 4");
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 31");
        assertThat(copies().get(2)).contains("`t__cairn_fence_").contains("PARTITION (`p2`) AS `t`");
        assertThat(progress)
                .filteredOn(Progress.Unavailable.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((Progress.Unavailable) event).replaced()).isTrue());
    }

    @Test
    void whatIsWrittenRightBeforeTheSwapIsReportedAndTheOldTableIsKept() throws SQLException {
        Migrator migrator = filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options(End.SWAP));
        write("(?is)ALTER TABLE .* SWAP WITH .*", 1, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .hasMessageContaining("has changed since it was copied, in partition p1")
                    // The second run does not know whether the new table was written to since its copy.
                    .hasMessageContaining(
                            attempt == 1
                                    ? "INSERT OVERWRITE `shop`.`t` PARTITION (`p1`) ("
                                    : "INSERT INTO `shop`.`t` (")
                    .hasMessageContaining("PARTITION (`p1`) AS `t`");
            assertThat(world.objects().keySet()).hasSize(2).contains("t");
        }
        String old = world.objects().keySet().stream()
                .filter(name -> !name.equals("t"))
                .findFirst()
                .orElseThrow();
        world.execute("INSERT INTO t SELECT * FROM " + old + " PARTITION (p1) WHERE id = 9");
        int step = ((UncertainStepException) catchThrowable(migrator::upgrade))
                .where()
                .step();
        migrator.repair(step, Migrator.Repair.DONE);
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(5).contains("9 2026-01-09 90");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void theStatementForLateWritesIsExact(String key) throws SQLException {
        Migrator migrator = filled(key, BY_MONTH, options(End.SWAP));
        write(
                "(?is)ALTER TABLE .* SWAP WITH .*",
                1,
                "INSERT INTO t VALUES (9, '2026-01-09', 90)",
                "DELETE FROM t WHERE id = 1 AND day = '2026-01-05'");
        UncertainStepException stopped = (UncertainStepException) catchThrowable(migrator::upgrade);
        Matcher statement = Pattern.compile("(?s)INSERT OVERWRITE .*? AS `t`").matcher(stopped.getMessage());
        assertThat(statement.find()).as(stopped.getMessage()).isTrue();
        world.execute(statement.group());
        migrator.repair(stopped.where().step(), Migrator.Repair.DONE);
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows())
                .containsExactly("2 2026-01-06 null", "3 2026-02-05 30", "4 2026-02-06 40", "9 2026-01-09 90");
    }

    /** Lets the clock of the server show an hour, given how often it was read before. */
    private void clock(IntUnaryOperator hours) {
        AtomicInteger looks = new AtomicInteger();
        rewriting = text -> text.contains("hour(now())")
                ? text.replace("hour(now())", String.valueOf(hours.applyAsInt(looks.getAndIncrement())))
                : text;
    }

    private static RebuildOptions atNight(RebuildOptions options) {
        return options.onlyBetween(LocalTime.of(22, 0), LocalTime.of(6, 0));
    }

    @ParameterizedTest
    @EnumSource
    void copiesWaitForTheirWindow(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, atNight(options(end)));
        List<Integer> copied = new ArrayList<>();
        clock(look -> {
            copied.add((int) world.server.log().all().stream()
                    .filter(statement -> statement.text().matches(ANY_COPY))
                    .count());
            return look < 3 ? 15 + look : look % 2 == 0 ? 23 : 5;
        });
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(4);
        assertThat(copied).startsWith(0, 0, 0, 0);
        assertThat(world.server.log().all())
                .anyMatch(statement -> statement.text().matches(ANY_COPY));
        assertThat(progress)
                .filteredOn(Progress.Waiting.class::isInstance)
                .extracting(event -> ((Progress.Waiting) event).reason())
                .filteredOn(reason -> reason.contains("22:00"))
                .hasSize(3)
                .containsOnly("copies start only in 22:00-06:00 by the clock of the server: waits until 22:00");
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void whatIsWrittenWhileTheSwapWaitsForItsWindowIsCopied(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, atNight(options(end)));
        clock(look -> {
            if (look == 2) {
                assertThat(copies()).hasSize(2);
                execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
            }
            return look == 2 ? 12 : 23;
        });
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(5).contains("9 2026-01-09 90");
        assertThat(copies()).hasSize(3);
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

    @ParameterizedTest
    @EnumSource
    void rowsAreCopiedInTheResourceGroup(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(end).resourceGroup("nightly"));
        int before = world.server.log().all().size();
        world.server.faults().on(Trigger.matching(ANY_COPY), Fault.cutBefore());
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(4);
        List<String> sent = world.server.log().all().stream()
                .skip(before)
                .map(LoggedStatement::text)
                .filter(text -> text.matches(ANY_COPY) || text.startsWith("SET resource_group"))
                .map(text -> text.startsWith("SET") ? text : "copy")
                .toList();
        // The connection that replaces the lost one has the resource group, too.
        assertThat(sent)
                .startsWith("SET resource_group = 'nightly'", "copy", "SET resource_group = 'nightly'", "copy")
                .endsWith("SET resource_group = ''");
    }

    @Test
    void anUnknownResourceGroupStopsTheRunBeforeItCopies() throws SQLException {
        Migrator migrator =
                filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE).resourceGroup("nightly"));
        world.server
                .faults()
                .on(
                        Trigger.matching("SET resource_group = 'nightly'").every(),
                        Fault.refuse(1064, "HY000", "resource group not exists: nightly."));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining(
                        "the rows can't be copied in the resource group nightly: 1064: resource group not")
                .hasMessageContaining("Create the resource group, or choose another one");
        assertThat(copies()).isEmpty();
        world.server.faults().clear();
        migrator.upgrade();
        assertRebuilt();
    }

    private String keptName() {
        return world.objects().keySet().stream()
                .filter(name -> name.startsWith("t__cairn_until_"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theOldTableIsKeptWithItsRows(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(end).keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");

        assertThat(world.objects()).containsOnlyKeys("t", keptName());
        assertThat(world.objects().get("t")).contains("ZSTD");
        assertThat(world.objects().get(keptName())).contains("LZ4");
        assertThat(rows("SELECT count(*) FROM " + keptName())).containsExactly("4");
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(
                        message -> message.startsWith("The old table of shop.t is kept as " + keptName() + " until 2"));
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(migrator.leftovers())
                .filteredOn(leftover -> leftover.kind().equals("table"))
                .isEmpty();
        assertThat(migrator.keptTables()).singleElement().satisfies(kept -> {
            assertThat(kept.object()).isEqualTo("shop." + keptName());
            assertThat(kept.keptUntil()).isPresent();
            assertThat(kept.toString()).contains(" rows, ").contains("Z").contains(", kept until ");
        });

        // A later rebuild of the same table neither takes nor drops it.
        migrator.downgradeTo(1);
        assertThat(migrator.keptTables()).hasSize(2);
        assertThat(rows()).hasSize(5);
    }

    @Test
    void aKeptTableIsALeftoverAfterItsPeriod() throws SQLException {
        Migrator migrator =
                filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE).keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        world.execute("ALTER TABLE " + keptName() + " RENAME t__cairn_until_20260101_000000_3");
        assertThat(migrator.keptTables()).isEmpty();
        assertThat(migrator.leftovers())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .startsWith("table shop.t__cairn_until_20260101_000000_3 (")
                .contains("of the run that began at state 3, ")
                .endsWith(", kept until 2026-01-01T00:00:00Z");
        migrator.cleanup(List.of("shop.t__cairn_until_20260101_000000_3"));
        assertThat(world.objects()).containsOnlyKeys("t");
    }

    @Test
    void aKeptTableIsDroppedBeforeItsPeriodIfItIsNamed() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, RebuildOptions.DEFAULT.keepOld(Duration.ofDays(7)));
        migrator.upgrade();
        migrator.cleanup(List.of("shop." + keptName()));
        assertThat(world.objects()).containsOnlyKeys("t");
    }

    /** Each statement of the end is interrupted before or after it, and the next run keeps the table exactly once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOldTableIsKeptOnceIfItsRenameIsInterrupted(boolean executed) throws SQLException {
        SchemaDescriptor schema = schema("DUPLICATE KEY(`id`)", BY_MONTH);
        RebuildOptions options = options(End.FENCE).keepOld(Duration.ofDays(7));
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options);
        String rename = "(?is)ALTER TABLE .* RENAME `t__cairn_until_.*";
        world.server
                .faults()
                .on(Trigger.matching(rename), executed ? Fault.cutAfter() : Fault.refuse(1064, "HY000", "not now"));
        if (executed) {
            migrator.upgrade();
        } else {
            assertThatThrownBy(migrator::upgrade).hasMessageContaining("not now");
            assertThat(migrator(schema, options).upgrade().to()).isEqualTo(2);
        }
        assertThat(world.objects().get(keptName())).contains("LZ4");
        assertThat(migrator.keptTables()).hasSize(1);
        assertThat(rows()).hasSize(4);
    }

    @Test
    void aRenameToTheKeptNameIsNotRunLate() throws SQLException {
        Migrator migrator =
                filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.SWAP).keepOld(Duration.ofDays(7)));
        world.server.faults().on(Trigger.matching("(?is)ALTER TABLE .* RENAME `t__cairn_until_.*"), Fault.late());
        migrator.upgrade();
        world.server.faults().runLate();
        assertThat(migrator.keptTables()).hasSize(1);
        assertThat(rows()).hasSize(4);
    }

    @Test
    void aViewThatBlocksALateRenameIsALeftover() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE));
        world.server.faults().on(Trigger.matching(RENAME_AWAY), Fault.late());
        migrator.upgrade();
        List<Migrator.Leftover> leftovers = migrator.leftovers();
        assertThat(leftovers)
                .singleElement()
                .asString()
                .matches("view shop\\.t__cairn_fence_([0-9]+), of the run that began at state \\1, .*");
        migrator.cleanup(List.of(leftovers.get(0).object()));
        assertThat(world.objects()).containsOnlyKeys("t");
    }

    @Test
    void aTableWithTheNameOfAFenceIsNoLeftover() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE));
        world.execute("ALTER TABLE t RENAME t__cairn_fence_7");
        assertThat(migrator.leftovers()).isEmpty();
        assertThat(migrator.cleanup(List.of("shop.t__cairn_fence_7"))).isEmpty();
        assertThat(rows("SELECT count(*) FROM t__cairn_fence_7")).containsExactly("4");
    }

    @Test
    void anUnpartitionedTableIsCopiedAsAWhole() throws SQLException {
        Migrator migrator = filled("PRIMARY KEY(`id`)", "", options(End.FENCE));
        write(RENAME_AWAY, 1, "DELETE FROM t WHERE id = 4");
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).containsExactly("1 2026-01-05 10", "2 2026-01-06 null", "3 2026-02-05 30");
        assertThat(copies()).hasSize(2);
    }

    /** A table without partitions, with the rows 1 to 12. */
    private Migrator twelve(String key, RebuildOptions options) throws SQLException {
        Migrator migrator = migrator(schema(key, ""), options);
        migrator.upgradeTo(1);
        for (int id = 1; id <= 12; id++) {
            world.execute("INSERT INTO t VALUES (" + id + ", '2026-01-05', " + (id % 5 == 0 ? "NULL" : id * 10) + ")");
        }
        return migrator;
    }

    private static final List<String> TWELVE = IntStream.rangeClosed(1, 12)
            .mapToObj(id -> id + " 2026-01-05 " + (id % 5 == 0 ? "null" : id * 10))
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`)", "UNIQUE KEY(`id`)"})
    void onlyTheRangesOfATableWithoutPartitionsThatChangedAreCopiedAgain(String key) throws SQLException {
        for (End end : List.of(End.SWAP, End.FENCE)) {
            OnlineRebuildTest each = new OnlineRebuildTest();
            try {
                Migrator migrator = each.twelve(key, options(end).rangeRows(3));
                each.write(
                        COPY,
                        4,
                        "INSERT INTO t VALUES (13, '2026-01-13', 130), (14, '2026-01-14', 140)",
                        "DELETE FROM t WHERE id = 5");
                migrator.upgrade();
                each.assertRebuilt();
                List<String> expected = new ArrayList<>(TWELVE);
                expected.remove(4);
                expected.addAll(List.of("13 2026-01-13 130", "14 2026-01-14 140"));
                assertThat(each.rows()).isEqualTo(expected);
                assertThat(each.copies())
                        .extracting(text -> text.substring(text.indexOf("WHERE")))
                        .containsExactly(
                                "WHERE `id` < 4",
                                "WHERE `id` >= 4 AND `id` < 7",
                                "WHERE `id` >= 7 AND `id` < 10",
                                "WHERE `id` >= 10",
                                "WHERE `id` >= 4 AND `id` < 7");
                assertThat(each.progress)
                        .filteredOn(Progress.Warning.class::isInstance)
                        .isEmpty();
            } finally {
                each.stop();
            }
        }
    }

    @Test
    void rangesAreCopiedSideBySideAndAgainBehindTheFence() throws SQLException {
        Migrator migrator =
                twelve("PRIMARY KEY(`id`)", options(End.FENCE).rangeRows(2).maxParallel(3));
        write(RENAME_AWAY, 1, "UPDATE t SET v = 1 WHERE id = 7", "INSERT INTO t VALUES (0, '2026-01-01', 0)");
        migrator.upgrade();
        assertRebuilt();
        List<String> expected = new ArrayList<>(TWELVE);
        expected.set(6, "7 2026-01-05 1");
        expected.add(0, "0 2026-01-01 0");
        assertThat(rows()).isEqualTo(expected);
        assertThat(copies()).hasSize(8);
        assertThat(copies().subList(6, 8)).allMatch(text -> text.contains("`t__cairn_fence_"));
    }

    @Test
    void aLateWriteToATableThatWasCopiedByRangesIsReportedOnce() throws SQLException {
        Migrator migrator = twelve("DUPLICATE KEY(`id`)", options(End.SWAP).rangeRows(3));
        write("(?is)ALTER TABLE .* SWAP WITH .*", 1, "INSERT INTO t VALUES (13, '2026-01-13', 130)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(UncertainStepException.class)
                .hasMessageContaining("has changed since it was copied, in the whole table")
                .hasMessageContaining("INSERT INTO")
                .hasMessageNotContaining("OVERWRITE");
        assertThat(world.objects()).hasSize(2);
    }

    @Test
    void rowsWithoutAKeyAndWithTheSameKeyAreInOneRange() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version(
                        "before",
                        table("DUPLICATE KEY(`id`)", "", "LZ4").replace("`id` BIGINT NOT NULL", "`id` DATE NULL"))
                .version(
                        "after",
                        table("DUPLICATE KEY(`id`)", "", "ZSTD").replace("`id` BIGINT NOT NULL", "`id` DATE NULL"))
                .schema();
        Migrator migrator = migrator(schema, options(End.SWAP).rangeRows(2));
        migrator.upgradeTo(1);
        for (String id : List.of("NULL", "'2026-01-01'", "'2026-01-01'", "'2026-01-01'", "NULL", "'2026-01-02'")) {
            world.execute("INSERT INTO t VALUES (" + id + ", '2026-01-05', 1)");
        }
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows("SELECT id, count(*) FROM t GROUP BY id ORDER BY id"))
                .containsExactly("null 2", "2026-01-01 3", "2026-01-02 1");
        assertThat(copies())
                .extracting(text -> text.substring(text.indexOf("WHERE")))
                .first()
                .isEqualTo("WHERE `id` IS NULL");
    }

    @Test
    void aTableWithValuesThatCannotBeComparedIsNotDividedIntoRanges() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table("PRIMARY KEY(`id`)", "", "LZ4").replace("`v` INT", "`v` JSON"))
                .version("after", table("PRIMARY KEY(`id`)", "", "ZSTD").replace("`v` INT", "`v` JSON"))
                .schema();
        Migrator migrator = migrator(schema, options(End.SWAP).rangeRows(1));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', '{}'), (2, '2026-01-05', '[1]')");
        migrator.upgrade();
        assertRebuilt();
        assertThat(copies()).singleElement().asString().doesNotContain("WHERE");
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(message -> message.contains("copied as a whole in each round"));
    }

    @Test
    void aRunThatResumesACopyByRangesCopiesOnlyThoseThatDiffer() throws SQLException {
        Migrator migrator = twelve("PRIMARY KEY(`id`)", options(End.SWAP).rangeRows(3));
        world.server.faults().on(Trigger.matching(COPY).nth(4), Fault.refuse(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade).hasMessageContaining("injected");
        world.execute("DELETE FROM t WHERE id = 2");
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(11);
        assertThat(copies())
                .as("three, the refused one, the first and the last range")
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void aCopyByRangesThatEndsAtAnyStatementIsResumed(End end) throws SQLException {
        RebuildOptions options = options(end).rangeRows(4);
        Migrator undisturbed = twelve("DUPLICATE KEY(`id`)", options);
        int first = world.server.log().all().size();
        undisturbed.upgrade();
        int last = world.server.log().all().size();
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"));
        List<String> wrong = IntStream.rangeClosed(first + 1, last)
                .parallel()
                .mapToObj(number -> {
                    OnlineRebuildTest each = new OnlineRebuildTest();
                    try {
                        Migrator migrator = each.twelve("DUPLICATE KEY(`id`)", options);
                        each.world.server.faults().on(Trigger.number(number), faults.get(number % faults.size()));
                        String outcome = attempt(migrator);
                        each.world.server.faults().clear();
                        String second = outcome.isEmpty() ? "" : attempt(migrator);
                        return second.isEmpty() && each.rows().equals(TWELVE)
                                ? ""
                                : number + ": " + outcome + "\n  then " + second + "\n  " + each.rows();
                    } catch (SQLException failure) {
                        return number + ": " + failure;
                    } finally {
                        each.stop();
                    }
                })
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
    }

    @Test
    void theTableComesBackIfItIsUnavailableForTooLong() throws SQLException {
        Migrator migrator =
                filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE).unavailable(Duration.ofSeconds(5)));
        world.server.faults().on(Trigger.matching(RENAME_NEW).every(), Fault.refuse(1064, "HY000", "not now"));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("not now");
        assertThat(world.objects().get("t")).contains("LZ4");
        assertThat(rows()).hasSize(4);
        world.server.faults().clear();
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(5);
    }

    @Test
    void aRenameThatSeemsLostIsNotRunLate() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE));
        world.server.faults().on(Trigger.matching(RENAME_AWAY), Fault.late());
        migrator.upgrade();
        assertThat(world.server.faults().waitingLate()).isEqualTo(1);
        world.server.faults().runLate();
        assertRebuilt();
        assertThat(rows()).hasSize(4);
    }

    @Test
    void aRunWithoutWritersContinuesACopyByPartitions() throws SQLException {
        SchemaDescriptor schema = schema("DUPLICATE KEY(`id`)", BY_MONTH);
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.SWAP));
        world.server.faults().on(Trigger.matching("(?is)ALTER TABLE .* SWAP WITH .*"), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator(schema, RebuildOptions.DEFAULT).upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(5);
    }

    @Test
    void aRunWithWritersContinuesACopyWithoutThem() throws SQLException {
        SchemaDescriptor schema = schema("DUPLICATE KEY(`id`)", BY_MONTH);
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, RebuildOptions.DEFAULT);
        world.server.faults().on(Trigger.matching("(?is)ALTER TABLE .* SWAP WITH .*"), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator(schema, options(End.FENCE)).upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(5);
    }

    @Test
    void aDowngradeAfterAKillInTheFenceHasAllRows() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE));
        world.server.faults().on(Trigger.matching(RENAME_NEW).every(), Fault.cutBefore());
        world.server
                .faults()
                .on(Trigger.matching("(?is)ALTER TABLE .*fence.* RENAME `t`").every(), Fault.cutBefore());
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("shop.t still has the name t__cairn_fence_")
                .hasMessageContaining("Run it again at once");
        assertThat(world.objects()).doesNotContainKey("t");
        world.server.faults().clear();
        migrator.downgradeTo(1);
        assertThat(rows()).hasSize(4);
        assertThat(world.objects().get("t")).contains("LZ4");
    }

    @Test
    void declaredTablesAreRebuiltBehindAFence() throws SQLException {
        filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.FENCE));
        try (World other = new World()) {
            MigratorOptions options = World.options().consent(Consent.values()).rebuild(options(End.FENCE));
            Migrator.of(new DeclaredTables(table("DUPLICATE KEY(`id`)", BY_MONTH, "LZ4")), other.url(), options)
                    .apply();
            other.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (3, '2026-02-05', 30)");
            Migrator.of(new DeclaredTables(table("DUPLICATE KEY(`id`)", BY_MONTH, "ZSTD")), other.url(), options)
                    .apply();
            assertThat(other.objects().get("t")).contains("ZSTD");
            assertThat(other.inserts()).containsEntry("t__cairn_new", 2);
        }
    }

    /** Four writers change the table and a twin as fast as they can; a statement that the fence refuses is retried. */
    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`, `day`)", "UNIQUE KEY(`id`, `day`)"})
    void noWriteIsLostByFourWritersAtFullSpeed(String key) throws Exception {
        Migrator migrator = filled(key, BY_MONTH, options(End.FENCE));
        world.execute(table(key, BY_MONTH, "LZ4").replace("`t`", "`twin`"));
        world.execute("INSERT INTO twin SELECT * FROM t");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> written = new ArrayList<>();
        for (int writer = 1; writer <= 4; writer++) {
            int first = writer * 1_000_000;
            written.add(writers.submit(() -> write(first, key.startsWith("PRIMARY"), stop)));
        }
        try {
            migrator.upgrade();
        } finally {
            stop.set(true);
        }
        for (Future<Integer> each : written) {
            assertThat(each.get()).isPositive();
        }
        writers.shutdown();
        assertThat(world.objects().get("t")).contains("ZSTD");
        assertThat(rows()).isEqualTo(rows("SELECT * FROM twin ORDER BY id, v"));
    }

    private int write(int first, boolean updates, AtomicBoolean stop) throws SQLException {
        int statements = 0;
        try (Connection connection = world.connect();
                Statement statement = connection.createStatement()) {
            for (int id = first; !stop.get(); id++) {
                String day = "'2026-0" + (1 + id % 3) + "-11'";
                List<String> changes = new ArrayList<>(List.of("INSERT INTO %s VALUES (" + id + ", " + day + ", " + id
                        + "), (" + (id + 500_000) + ", " + day + ", 1)"));
                if (id % 2 == 0) {
                    changes.add("DELETE FROM %s WHERE id = " + (id + 500_000));
                }
                if (updates) {
                    changes.add("UPDATE %s SET v = v + 1 WHERE id = " + id);
                }
                for (String change : changes) {
                    while (!isWritten(statement, String.format(change, "t"))) {
                        Thread.onSpinWait();
                    }
                    statement.execute(String.format(change, "twin"));
                    statements++;
                }
            }
        }
        return statements;
    }

    /** Returns false if the table has no name at the moment. */
    private static boolean isWritten(Statement statement, String change) throws SQLException {
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

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void partitionsThatTheServerCreatesAreCopied(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", " PARTITION BY date_trunc('month', `day`)", options(end));
        write(COPY, 2, "INSERT INTO t VALUES (5, '2026-01-07', 50)", "INSERT INTO t VALUES (6, '2026-03-07', 60)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows())
                .containsExactly(
                        "1 2026-01-05 10",
                        "2 2026-01-06 null",
                        "3 2026-02-05 30",
                        "4 2026-02-06 40",
                        "5 2026-01-07 50",
                        "6 2026-03-07 60");
        assertThat(copies()).hasSize(4);
    }

    private static final String APRIL = "ALTER TABLE t ADD PARTITION p4 VALUES [('2026-04-01'), ('2026-05-01'))";

    private List<String> partitions() throws SQLException {
        try (Connection connection = world.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW PARTITIONS FROM t")) {
            List<String> partitions = new ArrayList<>();
            while (result.next()) {
                partitions.add(result.getString("PartitionName") + " " + result.getString("RowCount"));
            }
            return partitions;
        }
    }

    @ParameterizedTest
    @EnumSource
    void partitionsThatWereAddedByHandAreAlsoInTheNewTable(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(end));
        world.execute(APRIL);
        world.execute("ALTER TABLE t ADD PARTITION p5 VALUES [('2026-05-01'), (MAXVALUE))");
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(partitions()).containsExactly("p1 2", "p2 2", "p3 0", "p4 1", "p5 0");
        assertThat(rows()).hasSize(5).contains("5 2026-04-05 50");
    }

    @ParameterizedTest
    @EnumSource
    void listPartitionsThatWereAddedByHandAreAlsoInTheNewTable(End end) throws SQLException {
        String days = " PARTITION BY LIST(`day`) (PARTITION `a` VALUES IN ('2026-01-05', '2026-01-06'),"
                + " PARTITION `b` VALUES IN ('2026-02-05', '2026-02-06'))";
        Migrator migrator = filled("DUPLICATE KEY(`id`)", days, options(end));
        world.execute("ALTER TABLE t ADD PARTITION c VALUES IN ('2026-03-05', '2026-03-06')");
        world.execute("INSERT INTO t VALUES (5, '2026-03-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(partitions()).containsExactlyInAnyOrder("a 2", "b 2", "c 1");
        assertThat(rows()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    void partitionsThatChangeDuringTheCopyAreFollowed(End end) throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(end));
        world.execute(APRIL);
        world.execute("INSERT INTO t VALUES (5, '2026-04-05', 50), (6, '2026-03-05', 60)");
        write(
                COPY,
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
        assertThat(rows()).containsExactly("6 2026-03-05 60", "7 2026-05-05 70", "8 2026-04-05 80", "9 2026-01-07 90");
        assertThat(partitions()).containsExactly("p1 1", "p2 0", "p3 1", "p4 1", "p5 1");
        assertThatThrownBy(() -> world.execute("INSERT INTO t VALUES (1, '2026-04-20', 1)"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aPartitionThatIsAddedRightBeforeTheFenceIsInTheNewTable() throws SQLException {
        Migrator migrator = filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options(End.FENCE));
        write(RENAME_AWAY, 1, APRIL, "INSERT INTO t VALUES (5, '2026-04-05', 50)");
        migrator.upgrade();
        assertRebuilt();
        assertThat(partitions()).containsExactly("p1 2", "p2 2", "p3 0", "p4 1");
        assertThat(rows()).hasSize(5);
    }

    @Test
    void aPartitionThatOverlapsADeclaredOneIsRefused() throws SQLException {
        Migrator migrator = filled("DUPLICATE KEY(`id`)", BY_MONTH, options(End.SWAP));
        world.execute("ALTER TABLE t DROP PARTITION p2");
        world.execute("ALTER TABLE t ADD PARTITION p2a VALUES [('2026-02-01'), ('2026-02-10'))");
        world.execute("INSERT INTO t VALUES (5, '2026-02-05', 50)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("partition p2a of the old table can't be created in shop.t__cairn_")
                .hasMessageContaining("Nothing was changed in the old table");
        assertThat(rows()).hasSize(3);
        assertThat(world.objects().get("t")).contains("LZ4");
    }

    @ParameterizedTest
    @EnumSource
    void noPartitionExpiresWhileItIsCopied(End end) throws SQLException {
        String limits = "PROPERTIES ('partition_live_number' = '2', 'partition_ttl' = '1 MONTH',"
                + " 'partition_retention_condition' = 'day > current_date() - interval 1 month', ";
        UnaryOperator<String> table =
                compression -> table("DUPLICATE KEY(`id`)", " PARTITION BY date_trunc('month', `day`)", compression)
                        .replace("PROPERTIES (", limits);
        Migrator migrator = migrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", table.apply("LZ4"))
                        .version("after", table.apply("ZSTD"))
                        .schema(),
                options(end));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-20', 10), (2, '2026-02-22', 20), (3, '2026-03-22', 30)");
        List<String> live = new ArrayList<>();
        hook = text -> {
            if (text.matches(ANY_COPY) && text.startsWith("INSERT")) {
                world.objects().forEach((name, definition) -> {
                    if (name.startsWith("t__cairn_")) {
                        live.add(definition);
                    }
                });
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(live)
                .isNotEmpty()
                .allMatch(definition -> definition.contains("\"partition_ttl\" = \"0 DAY\"")
                        && definition.contains("\"partition_live_number\" = \"-1\"")
                        && !definition.contains("partition_retention_condition"));
        assertThat(world.objects().get("t"))
                .contains("\"partition_ttl\" = \"1 MONTH\"")
                .contains("\"partition_live_number\" = \"2\"")
                .contains("current_date() - interval 1 month");
        assertThat(rows()).hasSize(3);
    }

    private static String dynamic(String compression) {
        return table("PRIMARY KEY(`id`, `day`)", " PARTITION BY RANGE(`day`) ()", compression)
                .replace(
                        "PROPERTIES (",
                        "PROPERTIES ('dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'DAY',"
                                + " 'dynamic_partition.end' = '3', 'dynamic_partition.prefix' = 'p',"
                                + " 'dynamic_partition.buckets' = '2', ");
    }

    /** A table whose partitions the server created as time passed, with two rows. */
    private Migrator dynamic(RebuildOptions options) throws SQLException {
        Migrator migrator = migrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", dynamic("LZ4"))
                        .version("after", dynamic("ZSTD"))
                        .schema(),
                options);
        migrator.upgradeTo(1);
        for (String statement : days(20, 23)) {
            world.execute(statement);
        }
        world.execute("INSERT INTO t VALUES (1, '2026-01-20', 10), (2, '2026-01-22', 20)");
        return migrator;
    }

    /** What the server does as time passes. */
    private static List<String> days(int first, int last) {
        List<String> statements = new ArrayList<>();
        statements.add("ALTER TABLE t SET ('dynamic_partition.enable' = 'false')");
        for (int day = first; day <= last; day++) {
            statements.add("ALTER TABLE t ADD PARTITION p202601" + day + " VALUES [('2026-01-" + day + "'), ('2026-01-"
                    + (day + 1) + "'))");
        }
        statements.add("ALTER TABLE t SET ('dynamic_partition.enable' = 'true')");
        return statements;
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfDynamicPartitionsAreCopied(End end) throws SQLException {
        Migrator migrator = dynamic(options(end));
        if (end != End.STOPPED_WRITERS) {
            List<String> midnight = days(24, 24);
            midnight.add("INSERT INTO t VALUES (3, '2026-01-24', 30)");
            write(COPY, 2, midnight.toArray(String[]::new));
        }
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows()).hasSize(end == End.STOPPED_WRITERS ? 2 : 3);
        assertThat(partitions()).hasSize(end == End.STOPPED_WRITERS ? 4 : 5);
        assertThat(world.objects().get("t")).containsPattern("\"dynamic_partition.enable\" = \"true\"");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aRebuildOfDynamicPartitionsThatEndsAtAnyStatementIsResumed(End end) throws SQLException {
        Migrator undisturbed = dynamic(options(end));
        int first = world.server.log().all().size();
        undisturbed.upgrade();
        int last = world.server.log().all().size();
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"));
        List<String> wrong = IntStream.rangeClosed(first + 1, last)
                .parallel()
                .mapToObj(number -> {
                    OnlineRebuildTest each = new OnlineRebuildTest();
                    try {
                        Migrator migrator = each.dynamic(options(end));
                        each.world.server.faults().on(Trigger.number(number), faults.get(number % faults.size()));
                        String outcome = attempt(migrator);
                        each.world.server.faults().clear();
                        String second = outcome.isEmpty() ? "" : attempt(migrator);
                        return second.isEmpty()
                                        && each.rows().equals(List.of("1 2026-01-20 10", "2 2026-01-22 20"))
                                        && each.partitions().size() == 4
                                        && each.world.objects().get("t").contains("ZSTD")
                                        && each.world.objects().get("t").contains("partition.enable\" = \"true\"")
                                ? ""
                                : number + ": " + outcome + "\n  then " + second + "\n  " + each.rows() + " "
                                        + each.partitions();
                    } catch (SQLException failure) {
                        return number + ": " + failure;
                    } finally {
                        each.stop();
                    }
                })
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
    }

    @Test
    void aStatementThatDoesMoreThanToCopyIsRefused() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table("DUPLICATE KEY(`id`)", BY_MONTH, "LZ4"))
                .statements(
                        "after",
                        table("DUPLICATE KEY(`id`)", BY_MONTH, "ZSTD").replace("`t`", "`t__cairn_new`"),
                        "INSERT INTO t__cairn_new (id, day, v) SELECT id, day, max(v) FROM t GROUP BY id, day",
                        "ALTER TABLE t SWAP WITH t__cairn_new",
                        "DROP TABLE t__cairn_new")
                .schema();
        assertThatThrownBy(migrator(schema, options(End.FENCE))::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("does more than to copy the rows of shop.t one by one");
        migrator(schema, RebuildOptions.DEFAULT).upgrade();
        assertRebuilt();
    }

    /** Partitions of the months from January to the given one, each with two rows. */
    private Migrator months(int months, RebuildOptions options) throws SQLException {
        String partitions = IntStream.rangeClosed(1, months)
                .mapToObj(month -> "PARTITION `p" + month + "` VALUES LESS THAN ('" + (2026 + month / 12) + "-"
                        + String.format("%02d", month % 12 + 1) + "-01')")
                .collect(Collectors.joining(", ", " PARTITION BY RANGE(`day`) (", ")"));
        Migrator migrator = migrator(schema("PRIMARY KEY(`id`, `day`)", partitions), options);
        migrator.upgradeTo(1);
        for (int month = 1; month <= months; month++) {
            String day = "'2026-" + String.format("%02d", month) + "-05'";
            world.execute(
                    "INSERT INTO t VALUES (" + month + ", " + day + ", 1), (" + (month + 100) + ", " + day + ", NULL)");
        }
        return migrator;
    }

    @Test
    void partitionsAreCopiedSideBySide() throws Exception {
        Migrator migrator = months(6, options(End.FENCE).maxParallel(3));
        CyclicBarrier together = new CyclicBarrier(3);
        hook = text -> {
            if (text.matches(COPY)) {
                try {
                    // Only three statements that are under way at the same time pass.
                    together.await(1, TimeUnit.MINUTES);
                } catch (Exception alone) {
                    throw new IllegalStateException(alone);
                }
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows("SELECT count(*), count(v), sum(id) FROM t")).containsExactly("12 6 642");
        assertThat(copies()).hasSize(6);
    }

    @Test
    void whatIsWrittenWhilePartitionsAreCopiedSideBySideIsCopiedAgain() throws Exception {
        Migrator migrator = months(6, options(End.SWAP).maxParallel(4));
        AtomicInteger copies = new AtomicInteger();
        hook = text -> {
            if (text.matches(COPY)) {
                int number = copies.incrementAndGet();
                if (number <= 6) {
                    execute("INSERT INTO t VALUES (" + (200 + number) + ", '2026-0" + number + "-06', 2)");
                    execute("DELETE FROM t WHERE id = " + (7 - number));
                }
            }
        };
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows("SELECT count(*), sum(id) FROM t"))
                .containsExactly("12 "
                        + IntStream.rangeClosed(1, 6).map(id -> 300 + 2 * id).sum());
    }

    @Test
    void aFailureOfOneOfSeveralCopiesEndsTheRunWhenTheOthersHaveEnded() throws Exception {
        Migrator migrator = months(6, options(End.FENCE).maxParallel(3));
        world.server.faults().on(Trigger.matching(COPY).nth(2), Fault.refuse(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepException.class).hasMessageContaining("injected");
        int before = copies().size();
        assertThat(before).isLessThanOrEqualTo(4);
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows("SELECT count(*), count(v), sum(id) FROM t")).containsExactly("12 6 642");
        assertThat(copies().size() - before)
                .as("finished copies are not repeated")
                .isLessThan(6);
    }

    @Test
    void theProgressOfCopiesIsReported() throws SQLException {
        Migrator migrator = months(3, options(End.SWAP));
        write(COPY, 3, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        migrator.upgrade();
        List<Progress.Copying> copying = progress.stream()
                .filter(Progress.Copying.class::isInstance)
                .map(Progress.Copying.class::cast)
                .toList();
        assertThat(copying)
                .extracting(event -> event.round() + ": " + event.done() + " of " + event.all())
                .containsExactly(
                        "1: CopiedAmount[parts=1, rows=2, bytes=30] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "1: CopiedAmount[parts=2, rows=4, bytes=60] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "1: CopiedAmount[parts=3, rows=6, bytes=90] of CopiedAmount[parts=3, rows=6, bytes=90]",
                        "2: CopiedAmount[parts=1, rows=3, bytes=45] of CopiedAmount[parts=1, rows=3, bytes=45]");
        assertThat(copying).allMatch(event -> event.left().isPresent());
        assertThat(copying.get(2).left()).contains(Duration.ZERO);
        assertThat(copying.get(1).table()).isEqualTo("shop.t");
        assertThat(new Progress.Copying(
                                copying.get(1).migration(),
                                copying.get(1).step(),
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
        Migrator migrator = months(3, options(End.SWAP));
        List<Status> seen = new ArrayList<>();
        hook = text -> {
            if (text.matches(COPY)) {
                hook = ignored -> {};
                seen.add(migrator.status());
                hook = later -> {
                    if (later.matches(COPY)) {
                        hook = ignored -> {};
                        seen.add(migrator.status());
                    }
                };
            }
        };
        migrator.upgrade();
        assertThat(seen)
                .extracting(status -> status.copies().toString())
                .containsExactly(
                        "[Copy[step=3, table=shop.t, done=CopiedAmount[parts=0, rows=0, bytes=0],"
                                + " all=CopiedAmount[parts=3, rows=6, bytes=90]]]",
                        "[Copy[step=3, table=shop.t, done=CopiedAmount[parts=1, rows=2, bytes=30],"
                                + " all=CopiedAmount[parts=3, rows=6, bytes=90]]]");
        assertThat(migrator.status().copies()).isEmpty();
    }

    /** One of three faults at each statement of copies side by side. */
    @Test
    void aRunWithCopiesSideBySideIsResumedWhereverItEnds() throws SQLException {
        Migrator undisturbed = months(4, options(End.FENCE).maxParallel(3));
        int first = world.server.log().all().size();
        undisturbed.upgrade();
        int last = world.server.log().all().size();
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"));
        List<String> wrong = IntStream.rangeClosed(first + 1, last)
                .parallel()
                .mapToObj(number -> {
                    OnlineRebuildTest each = new OnlineRebuildTest();
                    try {
                        Migrator migrator = each.months(4, options(End.FENCE).maxParallel(3));
                        each.world.server.faults().on(Trigger.number(number), faults.get(number % faults.size()));
                        String outcome = attempt(migrator);
                        each.world.server.faults().clear();
                        String second = outcome.isEmpty() ? "" : attempt(migrator);
                        List<String> rows = each.rows("SELECT count(*), count(v), sum(id) FROM t");
                        return second.isEmpty() && rows.equals(List.of("8 4 420"))
                                ? ""
                                : number + ": " + outcome + "\n  then " + second + "\n  " + rows;
                    } catch (SQLException failure) {
                        return number + ": " + failure;
                    } finally {
                        each.stop();
                    }
                })
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
    }

    /** One of three faults at each statement: a second run has the rows of the first, and no trace of the fault. */
    @ParameterizedTest
    @EnumSource
    void aRunThatEndsAtAnyStatementIsResumed(End end) throws SQLException {
        Migrator undisturbed = filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options(end));
        int first = world.server.log().all().size();
        undisturbed.upgrade();
        int last = world.server.log().all().size();
        List<String> expected = rows();
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"));
        List<String> wrong = IntStream.rangeClosed(first + 1, last)
                .parallel()
                .mapToObj(number -> differenceAfter(end, number, faults.get(number % faults.size()), expected))
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(last - first).isGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    private static String differenceAfter(End end, int number, Fault fault, List<String> expected) {
        OnlineRebuildTest each = new OnlineRebuildTest();
        try {
            Migrator migrator = each.filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options(end));
            each.world.server.faults().on(Trigger.number(number), fault);
            String outcome = attempt(migrator);
            each.world.server.faults().clear();
            String second = outcome.isEmpty() ? "" : attempt(migrator);
            List<String> objects = each.world.objects().keySet().stream()
                    .filter(name -> !name.contains("__cairn_fence_"))
                    .toList();
            boolean right = each.rows().equals(expected)
                    && objects.equals(List.of("t"))
                    && each.world.objects().get("t").contains("ZSTD");
            return right
                    ? ""
                    : fault + " at " + number + ":\n  " + outcome + "\n  then " + second + "\n  " + objects + " "
                            + each.rows();
        } catch (SQLException failure) {
            return fault + " at " + number + ": " + failure;
        } finally {
            each.stop();
        }
    }

    private static String attempt(Migrator migrator) {
        try {
            migrator.upgrade();
            return "";
        } catch (MigrationException failure) {
            return failure.getMessage();
        }
    }

    private static final String VALUES = "(`id` BIGINT NOT NULL, `j` JSON NULL, `a` ARRAY<INT> NULL,"
            + " `m` MAP<INT, VARCHAR(10)> NULL, `s` STRUCT<x INT, y ARRAY<DATE>> NULL, `b` VARBINARY NULL)";

    private Migrator withAllKindsOfValues(String columns, String key, String row) throws SQLException {
        String table = "CREATE TABLE `t` " + columns + " " + key
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'compression' = '";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table + "LZ4')")
                .version("after", table + "ZSTD')")
                .schema();
        Migrator migrator = migrator(schema, options(End.FENCE));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t SELECT " + row);
        return migrator;
    }

    /** The copy has another value in one column. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`j` | NULL",
                "`a` | [1, 3]",
                "`m` | map{1: 'x', 3: 'y'}",
                "`s` | row(1, ['2026-01-02'])",
                "`b` | to_binary('0102', 'hex')"
            })
    void aCopyWithAnotherValueIsRefused(String column, String value) throws SQLException {
        Migrator migrator = withAllKindsOfValues(
                VALUES,
                "DUPLICATE KEY(`id`)",
                "1, parse_json('{\"k\": 1}'), [1, 2], map{1: 'x', 2: 'y'}, row(1, ['2026-01-01']), to_binary('01', 'hex')");
        rewriting = text -> text.matches(COPY)
                ? text.replaceFirst("(?s)(SELECT .*)" + column, "$1" + Matcher.quoteReplacement(value))
                : text;
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("differs from the old table");
        rewriting = text -> text;
        migrator.upgrade();
        assertRebuilt();
        assertThat(rows("SELECT id, json_string(j), a[2], m[2], s.x, hex(b) FROM t"))
                .containsExactly("1 {\"k\": 1} 2 y 1 01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"`p` | bitmap_from_string('1,3')", "`h` | hll_empty()"})
    void aCopyWithAnotherAggregateStateIsRefused(String column, String value) throws SQLException {
        Migrator migrator = withAllKindsOfValues(
                "(`id` BIGINT NOT NULL, `p` BITMAP BITMAP_UNION NOT NULL, `h` HLL HLL_UNION NOT NULL)",
                "AGGREGATE KEY(`id`)",
                "1, bitmap_from_string('1,2'), hll_hash('x')");
        rewriting = text -> text.matches(COPY) ? text.replaceFirst("(?s)(SELECT .*)" + column, "$1" + value) : text;
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("differs from the old table");
        rewriting = text -> text;
        migrator.upgrade();
        assertThat(rows("SELECT id, bitmap_to_string(p), hll_cardinality(h) FROM t"))
                .containsExactly("1 1,2 1");
    }

    /** A third of the rows is compared by value: a wrong value is found if it is one of them, a missing row always. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSampleOfALargePartitionIsCompared(boolean missing) throws SQLException {
        RebuildOptions options = options(End.FENCE).sampleAbove(10);
        Migrator migrator = filled("PRIMARY KEY(`id`, `day`)", BY_MONTH, options);
        for (int id = 10; id < 40; id++) {
            world.execute("INSERT INTO t VALUES (" + id + ", '2026-03-05', " + id + ")");
        }
        String sample = rows("SELECT id FROM t PARTITION (p3) WHERE murmur_hash3_32(concat_ws('|', CAST(id AS VARCHAR),"
                        + " CAST(day AS VARCHAR))) % 3 = 0")
                .get(0);
        String other = rows("SELECT id FROM t PARTITION (p3) WHERE murmur_hash3_32(concat_ws('|', CAST(id AS VARCHAR),"
                        + " CAST(day AS VARCHAR))) % 3 <> 0")
                .get(0);
        rewriting = text -> !text.matches(COPY) || !text.contains("`p3`")
                ? text
                : missing
                        ? text + "\nWHERE id <> " + other
                        : text.replace("`v`\nFROM", "if(id = " + sample + ", 0, `v`)\nFROM");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepException.class)
                .hasMessageContaining("partition p3 differs from the old table");
        rewriting = text -> text;
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.server.log().all())
                .map(LoggedStatement::text)
                .anyMatch(text -> text.contains("`p3`") && text.contains(" % 3 = 0"))
                .noneMatch(text -> text.contains("`p2`") && text.contains(" % "));
        assertThat(rows("SELECT count(*), sum(v) FROM t WHERE day > '2026-03-01'"))
                .containsExactly("30 735");
    }

    @Test
    void valuesThatTheServerCanNotConvertAreNotCompared() throws SQLException {
        Migrator migrator = withAllKindsOfValues(VALUES, "DUPLICATE KEY(`id`)", "1, NULL, [1, 2], NULL, NULL, NULL");
        world.server
                .faults()
                .on(Trigger.matching("(?is).*json_string.*").every(), Fault.refuse(1064, "HY000", "not supported"));
        migrator.upgrade();
        assertRebuilt();
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .filteredOn(message -> message.startsWith("Only numbers, texts and times of shop.t are compared"))
                .singleElement()
                .asString()
                .endsWith("because the server refuses to compare the other values: 1064: not supported");
    }
}
