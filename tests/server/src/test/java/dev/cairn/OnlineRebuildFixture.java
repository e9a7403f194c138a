package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * Base class of tests that rebuild the table {@code t}: creates the table, calls a hook before each statement of the
 * migrator, and reads the rows afterwards.
 */
class OnlineRebuildFixture {
    static final String COLUMNS = "(`id` BIGINT NOT NULL, `day` DATE NOT NULL, `v` INT NULL)";
    static final String MONTH_PARTITIONS = " PARTITION BY RANGE(`day`) (PARTITION `p1` VALUES LESS THAN ('2026-02-01'),"
            + " PARTITION `p2` VALUES LESS THAN ('2026-03-01'), PARTITION `p3` VALUES LESS THAN ('2026-04-01'))";
    static final String COPY_PATTERN = "(?is)INSERT INTO `shop`.`t__cairn_.*";
    static final String ANY_COPY_PATTERN = "(?is)INSERT INTO .*\\bt__cairn_[0-9]+\\b.*";
    static final String RENAME_AWAY_PATTERN = "(?is)ALTER TABLE `shop`.`t` RENAME .*";
    static final String RENAME_NEW_PATTERN = "(?is)ALTER TABLE .*`t__cairn_[0-9]+` RENAME `t`";

    /** The time by which the server's clock is ahead of the system's clock. */
    volatile Duration clockLead = Duration.ZERO;

    final World world = new World(
            World.SERVER_OPTIONS.clock(() -> InstantSource.system().instant().plus(clockLead)));
    final List<Progress> progress = new ArrayList<>();
    Consumer<String> statementHook = text -> {};
    UnaryOperator<String> rewriteStatement = text -> text;

    @AfterEach
    void stop() {
        world.close();
    }

    static String createTable(String key, String partitions, String compression) {
        return "CREATE TABLE `t` " + COLUMNS + " " + key + partitions
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES" + " ('replication_num' = '1', 'compression' = '"
                + compression + "')";
    }

    static SchemaDescriptor createSchema(String key, String partitions) {
        return new RecordedHistory(World.DATABASE)
                .version("before", createTable(key, partitions, "LZ4"))
                .version("after", createTable(key, partitions, "ZSTD"))
                .schema();
    }

    static RebuildOptions options(SwapMode swapMode) {
        return RebuildOptions.DEFAULT.swapMode(swapMode).maxUnavailability(Duration.ofHours(1));
    }

    Migrator createMigrator(SchemaDescriptor schema, RebuildOptions options) {
        return createMigrator(
                schema,
                World.options().consent(Consent.values()).rebuild(options).listener(progress::add));
    }

    Migrator createMigrator(SchemaDescriptor schema, MigratorOptions options) {
        return Migrator.of(schema, createHookedSource(), options);
    }

    /** Creates a table with two rows in each of the first two partitions. */
    Migrator createFilledTable(String key, String partitions, RebuildOptions options) throws SQLException {
        Migrator migrator = createMigrator(createSchema(key, partitions), options);
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (2, '2026-01-06', NULL)");
        world.execute("INSERT INTO t VALUES (3, '2026-02-05', 30), (4, '2026-02-06', 40)");
        return migrator;
    }

    List<String> readRows() throws SQLException {
        return world.queryRows("SELECT * FROM t ORDER BY id, v");
    }

    List<String> copyStatements() {
        return world.server.log().all().stream()
                .map(LoggedStatement::text)
                .filter(text -> text.matches(COPY_PATTERN))
                .toList();
    }

    /**
     * Runs statements once, on another connection, before the migrator sends this occurrence of a statement that
     * matches the pattern.
     */
    void writeBefore(String pattern, int occurrence, String... statements) {
        runBefore(pattern, occurrence, () -> List.of(statements).forEach(this::execute));
    }

    /** Runs an action once, before the migrator sends this occurrence of a statement that matches the pattern. */
    void runBefore(String pattern, int occurrence, Runnable action) {
        AtomicInteger matchCount = new AtomicInteger();
        statementHook = text -> {
            if (text.matches(pattern) && matchCount.incrementAndGet() == occurrence) {
                action.run();
            }
        };
    }

    /** Returns a source of connections that call the hook before each statement. */
    private DataSource createHookedSource() {
        return (DataSource) createProxy(
                DataSource.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getConnection") ? hookConnection(world.openConnection()) : null);
    }

    private Connection hookConnection(Connection connection) {
        return (Connection) createProxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement && method.getName().equals("createStatement")
                    ? createProxy(Statement.class, (statementProxy, statementMethod, statementArguments) -> {
                        if (statementMethod.getName().startsWith("execute")) {
                            statementHook.accept((String) statementArguments[0]);
                            statementArguments[0] = rewriteStatement.apply((String) statementArguments[0]);
                        }
                        return invoke(statement, statementMethod, statementArguments);
                    })
                    : result;
        });
    }

    private static Object createProxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(OnlineRebuildFixture.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    void execute(String statement) {
        try {
            world.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(statement, failure);
        }
    }

    void assertRebuilt() {
        assertThat(world.readObjects().get("t")).contains("ZSTD");
        assertThat(world.readObjects().keySet())
                .filteredOn(name -> !name.contains("__cairn_fence_"))
                .containsExactly("t");
    }

    /** A function of a fixture that sends statements. */
    interface SqlFunction<F, R> {
        R apply(F fixture) throws SQLException;
    }

    /**
     * Runs a rebuild with one of three faults at each statement (in the short form, at some statements), and repeats it
     * if it failed. Requires that the state is the expected one afterwards.
     */
    static <F extends OnlineRebuildFixture> void assertResumed(
            Supplier<F> createFixture, SqlFunction<F, Migrator> prepare, SqlFunction<F, ?> readState, Object expected)
            throws SQLException {
        F undisturbedFixture = createFixture.get();
        int statementCount;
        try {
            Migrator migrator = prepare.apply(undisturbedFixture);
            int statementCountBefore =
                    undisturbedFixture.world.server.log().all().size();
            migrator.upgrade();
            statementCount = undisturbedFixture.world.server.log().all().size() - statementCountBefore;
            assertThat(readState.apply(undisturbedFixture)).isEqualTo(expected);
        } finally {
            undisturbedFixture.stop();
        }
        assertThat(statementCount).isGreaterThan(30);
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.reject(1064, "HY000", "injected"));
        assertThat(Breadth.numbers(statementCount, 16).parallel().mapToObj(number -> {
                    Fault fault = faults.get(number % faults.size());
                    F fixture = createFixture.get();
                    try {
                        Migrator migrator = prepare.apply(fixture);
                        fixture.world.server.faults().add(Trigger.number(number), fault);
                        String firstFailure = attemptUpgrade(migrator);
                        fixture.world.server.faults().clear();
                        String secondFailure = firstFailure.isEmpty() ? "" : attemptUpgrade(migrator);
                        assertThat(readState.apply(fixture))
                                .as(firstFailure + "\n  then " + secondFailure)
                                .isEqualTo(expected);
                        fixture.assertRebuilt();
                        return secondFailure;
                    } catch (SQLException | AssertionError failure) {
                        return fault + " at " + number + ": " + failure;
                    } finally {
                        fixture.stop();
                    }
                }))
                .allMatch(String::isEmpty);
    }

    /** Upgrades, and returns the message of a failure; empty after a success. */
    static String attemptUpgrade(Migrator migrator) {
        try {
            migrator.upgrade();
            return "";
        } catch (MigrationException failure) {
            return failure.getMessage();
        }
    }
}
