package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.FleetResult.DatabaseResult;
import dev.cairn.FleetResult.FleetException;
import dev.cairn.FleetResult.ResultStatus;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several databases with the same schema are upgraded together. */
class FleetTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** The number of databases; {@code -Dcairn.test.tenants=200} creates more. */
    private static final int TENANT_COUNT = Breadth.of("cairn.test.tenants", 8, 60);

    private static final int MAX_PARALLEL = 16;
    private static final SchemaDescriptor SCHEMA = ShortMigrations.of("shop").schema(4);

    /**
     * A check of the ledger is valid for a hundredth of the lease. With this long lease, a slow machine sends the same
     * statements as a fast one.
     */
    private static final Duration LEASE = Duration.ofDays(1);

    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).logCapacity(200_000));
    }

    /** Returns options with which each migrator has its own clock, which jumps when the migrator waits. */
    private static MigratorOptions options() {
        return World.options().lease(LEASE).patience(LEASE.multipliedBy(3));
    }

    private String urlOf(String tenant) {
        return server.jdbcUrl(tenant) + "?user=root&connectTimeout=60000";
    }

    private List<String> createTenants(int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj("tenant_%03d"::formatted).toList();
        names.forEach(server::createDatabase);
        return names;
    }

    private Fleet createFleet(List<String> tenants) {
        Fleet fleet = Migrator.fleet(SCHEMA);
        for (String tenant : tenants) {
            fleet = fleet.database(tenant, new ConnectionLog(urlOf(tenant)), options());
        }
        return fleet;
    }

    /** Stands for the death of a migrator's process, which releases nothing. */
    private static final class MigratorDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * Returns options that kill the migrator of a database before it sends this step, counted over all of its
     * migrations.
     */
    private static MigratorOptions optionsWithDeathAt(int step) {
        AtomicInteger startedSteps = new AtomicInteger();
        return options().listener(progress -> {
            if (progress instanceof Progress.StepStarted && startedSteps.incrementAndGet() == step) {
                throw new MigratorDeath();
            }
        });
    }

    @Test
    @Tag(Breadth.LONG)
    void manyDatabasesAreUpgradedAlthoughSomeMigratorsDie() throws SQLException {
        List<String> tenants = createTenants(TENANT_COUNT);
        String referenceDatabase = "reference";
        server.createDatabase(referenceDatabase);
        ConnectionLog referenceLog = new ConnectionLog(urlOf(referenceDatabase));
        Migrator.of(SCHEMA, referenceLog, options()).upgrade();
        long referenceStatementCount = referenceLog.countStatements(server);

        Map<String, ConnectionLog> sources = new LinkedHashMap<>();
        Set<String> killedTenants = new TreeSet<>();
        Set<String> disconnectedTenants = new TreeSet<>();
        Fleet firstFleet = Migrator.fleet(SCHEMA).maxParallel(MAX_PARALLEL);
        for (int i = 0; i < TENANT_COUNT; i++) {
            String tenant = tenants.get(i);
            ConnectionLog source = new ConnectionLog(urlOf(tenant));
            sources.put(tenant, source);
            if (i % 7 == 3) {
                killedTenants.add(tenant);
            } else if (i % 7 == 5) {
                disconnectedTenants.add(tenant);
                server.faults()
                        .add(
                                Trigger.of(statement -> source.hasOpened(statement.connection())
                                                && isEffective(statement.text()))
                                        .nth(1 + i % 4),
                                i % 2 == 0 ? Fault.cutBefore() : Fault.cutAfter());
            }
            firstFleet = firstFleet.database(
                    tenant, source, killedTenants.contains(tenant) ? optionsWithDeathAt(1 + i % 5) : options());
        }
        AtomicInteger runningCount = new AtomicInteger();
        AtomicInteger maxRunningCount = new AtomicInteger();
        FleetResult<MigrationResult> result = firstFleet
                .listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseStarted) {
                        maxRunningCount.accumulateAndGet(runningCount.incrementAndGet(), Math::max);
                    } else if (event instanceof Fleet.Event.DatabaseEnded) {
                        runningCount.decrementAndGet();
                    }
                })
                .upgrade();

        assertThat(maxRunningCount).hasValueLessThanOrEqualTo(MAX_PARALLEL);
        assertThat(result.databases()).extracting(DatabaseResult::database).containsExactlyElementsOf(tenants);
        assertThat(result.withStatus(ResultStatus.FAILED))
                .extracting(DatabaseResult::database)
                .containsExactlyElementsOf(killedTenants);
        assertThat(result.withStatus(ResultStatus.FAILED))
                .allMatch(databaseResult -> databaseResult.failure() instanceof MigratorDeath);
        assertThat(result.withStatus(ResultStatus.SKIPPED)).isEmpty();
        for (String tenant : tenants) {
            if (!killedTenants.contains(tenant) && !disconnectedTenants.contains(tenant)) {
                assertThat(sources.get(tenant).countStatements(server))
                        .as(tenant)
                        .isEqualTo(referenceStatementCount);
            }
        }

        FleetResult<MigrationResult> secondResult =
                createFleet(tenants).maxParallel(MAX_PARALLEL).upgrade().orThrow();

        for (String tenant : tenants) {
            assertThat(secondResult.find(tenant).orElseThrow().value().isEmpty())
                    .as(tenant)
                    .isNotEqualTo(killedTenants.contains(tenant));
            assertThat(readRows(tenant)).as(tenant).isEqualTo(readRows(referenceDatabase));
        }
        assertThat(createFleet(tenants).maxParallel(MAX_PARALLEL).check().databases())
                .allMatch(databaseResult -> databaseResult.value().isEmpty());
        assertThat(createFleet(tenants).maxParallel(MAX_PARALLEL).status().databases())
                .allMatch(databaseResult -> databaseResult.value().isUsable()
                        && !databaseResult.value().isHeld());
    }

    private static boolean isEffective(String text) {
        return text.startsWith("CREATE TABLE") || text.startsWith("INSERT") || text.startsWith("ALTER TABLE");
    }

    private List<String> readRows(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(urlOf(database));
                Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(
                        "SELECT id, city FROM orders UNION ALL SELECT id, name FROM accounts ORDER BY 1, 2")) {
            List<String> rows = new ArrayList<>();
            while (resultSet.next()) {
                rows.add(resultSet.getInt(1) + " " + resultSet.getString(2));
            }
            return rows;
        }
    }

    @Test
    void theOthersBeginOnlyAfterAllCanariesSucceeded() {
        List<String> tenants = createTenants(6);
        server.faults().add(Trigger.matching("CREATE TABLE.*"), Fault.reject(1064, "42000", "no more space"));

        FleetResult<MigrationResult> stoppedResult =
                createFleet(tenants).canary("tenant_002").upgrade();

        assertThat(stoppedResult.isSuccess()).isFalse();
        assertThat(stoppedResult.withStatus(ResultStatus.FAILED))
                .singleElement()
                .satisfies(databaseResult -> {
                    assertThat(databaseResult.database()).isEqualTo("tenant_002");
                    assertThat(databaseResult.failure())
                            .isInstanceOf(StepFailedException.class)
                            .hasMessageContaining("no more space");
                });
        assertThat(stoppedResult.withStatus(ResultStatus.SKIPPED))
                .hasSize(5)
                .allMatch(databaseResult -> databaseResult.reason().equals("the canary tenant_002 failed"));
        assertThatThrownBy(stoppedResult::orThrow)
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("Failed: 1 of 6 databases; skipped: 5.")
                .hasMessageContaining("tenant_002: shop, V0001CreateTables")
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .containsExactly(stoppedResult
                                .withStatus(ResultStatus.FAILED)
                                .get(0)
                                .failure()));

        List<String> databaseOrder = Collections.synchronizedList(new ArrayList<>());
        createFleet(tenants)
                .canary(2)
                .canary("tenant_004")
                .listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseStarted || event instanceof Fleet.Event.DatabaseEnded) {
                        databaseOrder.add(event.database());
                    }
                })
                .upgrade()
                .orThrow();
        assertThat(databaseOrder.subList(0, 6)).containsOnly("tenant_000", "tenant_001", "tenant_004");
        assertThat(databaseOrder.subList(6, 12)).containsOnly("tenant_002", "tenant_003", "tenant_005");
    }

    @Test
    void noDatabaseBeginsAfterTooManyFailures() {
        List<String> tenants = createTenants(5);
        server.faults().add(Trigger.matching("CREATE TABLE.*").every(), Fault.reject(1064, "42000", "no more space"));

        FleetResult<MigrationResult> result =
                createFleet(tenants).maxParallel(1).stopAfter(2).upgrade();

        assertThat(result.databases())
                .extracting(DatabaseResult::status)
                .containsExactly(
                        ResultStatus.FAILED,
                        ResultStatus.FAILED,
                        ResultStatus.SKIPPED,
                        ResultStatus.SKIPPED,
                        ResultStatus.SKIPPED);
        assertThat(result.databases().get(2).reason()).isEqualTo("2 databases failed before it");
        assertThat(createFleet(tenants).maxParallel(1).stopAfter(2).status().databases())
                .extracting(DatabaseResult::status)
                .containsOnly(ResultStatus.DONE);
    }

    @Test
    void eventsNameTheDatabase() {
        List<String> tenants = createTenants(3);
        Map<String, Integer> steps = new ConcurrentHashMap<>();

        createFleet(tenants)
                .listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseProgress databaseProgress
                            && databaseProgress.progress() instanceof Progress.StepEnded) {
                        steps.merge(event.database(), 1, Integer::sum);
                    }
                })
                .upgrade()
                .orThrow();

        assertThat(steps.keySet()).containsExactlyInAnyOrderElementsOf(tenants);
        assertThat(new TreeSet<>(steps.values())).hasSize(1);
    }

    @Test
    void anInterruptedRunSkipsTheDatabasesThatDidNotBegin() throws InterruptedException {
        List<String> tenants = createTenants(4);
        CountDownLatch startedSteps = new CountDownLatch(1);
        List<FleetResult<MigrationResult>> results = Collections.synchronizedList(new ArrayList<>());
        List<Boolean> interruptStatuses = Collections.synchronizedList(new ArrayList<>());
        Thread caller = new Thread(() -> {
            results.add(createFleet(tenants)
                    .maxParallel(1)
                    .listener(event -> {
                        if (event instanceof Fleet.Event.DatabaseStarted) {
                            startedSteps.countDown();
                            awaitInterruption();
                        }
                    })
                    .upgrade());
            interruptStatuses.add(Thread.currentThread().isInterrupted());
        });
        caller.start();
        startedSteps.await();
        caller.interrupt();
        caller.join();

        assertThat(interruptStatuses).containsExactly(true);
        assertThat(results.get(0).databases().subList(1, 4))
                .allMatch(databaseResult -> databaseResult.status() == ResultStatus.SKIPPED
                        && databaseResult.reason().equals("the run was interrupted"));

        assertThat(createFleet(tenants).upgrade().isSuccess()).isTrue();
    }

    private static void awaitInterruption() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void namesAreUniqueAndCanariesAreKnown() {
        Fleet fleet = Migrator.fleet(SCHEMA).database("eu", "starrocks://localhost/eu");

        assertThatThrownBy(() -> fleet.database("eu", "starrocks://localhost/eu_1"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> fleet.canary("us").upgrade())
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
