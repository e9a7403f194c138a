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
import dev.cairn.upgrade.MigrationException.StepException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several databases with the same schema are upgraded together. */
class FleetTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** {@code -Dcairn.test.tenants=200} for more. */
    private static final int TENANTS = Breadth.of("cairn.test.tenants", 11, 60);

    private static final int AT_ONCE = 16;
    private static final SchemaDescriptor SCHEMA = ShortMigrations.of("shop").schema(4);

    /** The check of a ledger counts for a hundredth of the lease, so a slow machine sends the same statements. */
    private static final Duration LEASE = Duration.ofDays(1);

    private EmbeddedStarRocks server;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).logCapacity(200_000));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Each migrator has its own time, which jumps where the migrator waits. */
    private static MigratorOptions options() {
        return World.options().lease(LEASE).patience(LEASE.multipliedBy(3));
    }

    private String url(String tenant) {
        return server.jdbcUrl(tenant) + "?user=root&connectTimeout=60000";
    }

    private List<String> tenants(int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj("tenant_%03d"::formatted).toList();
        names.forEach(server::createDatabase);
        return names;
    }

    private Fleet fleet(List<String> tenants) {
        Fleet fleet = Migrator.fleet(SCHEMA);
        for (String tenant : tenants) {
            fleet = fleet.database(tenant, new ConnectionLog(url(tenant)), options());
        }
        return fleet;
    }

    /** The process of a migrator ends: it releases nothing. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Kills the migrator of a database when it is about to send a step, counted over all of its migrations. */
    private static MigratorOptions killedAt(int step) {
        AtomicInteger begun = new AtomicInteger();
        return options().listener(progress -> {
            if (progress instanceof Progress.StepStarted && begun.incrementAndGet() == step) {
                throw new Death();
            }
        });
    }

    @Test
    @Tag(Breadth.LONG)
    void manyDatabasesAreUpgradedAlthoughSomeMigratorsDie() throws SQLException {
        List<String> tenants = tenants(TENANTS);
        String alone = "alone";
        server.createDatabase(alone);
        ConnectionLog ofOne = new ConnectionLog(url(alone));
        Migrator.of(SCHEMA, ofOne, options()).upgrade();
        long statementsOfOne = ofOne.countStatements(server);

        Map<String, ConnectionLog> sources = new LinkedHashMap<>();
        Set<String> killed = new TreeSet<>();
        Set<String> cut = new TreeSet<>();
        Fleet first = Migrator.fleet(SCHEMA).maxParallel(AT_ONCE);
        for (int i = 0; i < TENANTS; i++) {
            String tenant = tenants.get(i);
            ConnectionLog source = new ConnectionLog(url(tenant));
            sources.put(tenant, source);
            if (i % 7 == 3) {
                killed.add(tenant);
            } else if (i % 7 == 5) {
                cut.add(tenant);
                server.faults()
                        .add(
                                Trigger.of(statement -> source.hasOpened(statement.connection())
                                                && isEffective(statement.text()))
                                        .nth(1 + i % 4),
                                i % 2 == 0 ? Fault.cutBefore() : Fault.cutAfter());
            }
            first = first.database(tenant, source, killed.contains(tenant) ? killedAt(1 + i % 5) : options());
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FleetResult<Outcome> result = first.listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseStarted) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    } else if (event instanceof Fleet.Event.DatabaseEnded) {
                        running.decrementAndGet();
                    }
                })
                .upgrade();

        assertThat(most).hasValueLessThanOrEqualTo(AT_ONCE);
        assertThat(result.databases()).extracting(DatabaseResult::database).containsExactlyElementsOf(tenants);
        assertThat(result.with(ResultStatus.FAILED))
                .extracting(DatabaseResult::database)
                .containsExactlyElementsOf(killed);
        assertThat(result.with(ResultStatus.FAILED)).allMatch(each -> each.failure() instanceof Death);
        assertThat(result.with(ResultStatus.SKIPPED)).isEmpty();
        for (String tenant : tenants) {
            if (!killed.contains(tenant) && !cut.contains(tenant)) {
                assertThat(sources.get(tenant).countStatements(server))
                        .as(tenant)
                        .isEqualTo(statementsOfOne);
            }
        }

        FleetResult<Outcome> second =
                fleet(tenants).maxParallel(AT_ONCE).upgrade().orThrow();

        for (String tenant : tenants) {
            assertThat(second.of(tenant).orElseThrow().value().isEmpty())
                    .as(tenant)
                    .isNotEqualTo(killed.contains(tenant));
            assertThat(rows(tenant)).as(tenant).isEqualTo(rows(alone));
        }
        assertThat(fleet(tenants).maxParallel(AT_ONCE).check().databases())
                .allMatch(each -> each.value().isEmpty());
        assertThat(fleet(tenants).maxParallel(AT_ONCE).status().databases())
                .allMatch(each -> each.value().isUsable() && !each.value().isHeld());
    }

    private static boolean isEffective(String text) {
        return text.startsWith("CREATE TABLE") || text.startsWith("INSERT") || text.startsWith("ALTER TABLE");
    }

    private List<String> rows(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, city FROM orders UNION ALL SELECT id, name FROM accounts ORDER BY 1, 2")) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getInt(1) + " " + rows.getString(2));
            }
            return all;
        }
    }

    @Test
    void theOthersBeginOnlyAfterAllCanariesSucceeded() {
        List<String> tenants = tenants(6);
        server.faults().add(Trigger.matching("CREATE TABLE.*"), Fault.refuse(1064, "42000", "no more space"));

        FleetResult<Outcome> stopped = fleet(tenants).canary("tenant_002").upgrade();

        assertThat(stopped.isSuccess()).isFalse();
        assertThat(stopped.with(ResultStatus.FAILED)).singleElement().satisfies(each -> {
            assertThat(each.database()).isEqualTo("tenant_002");
            assertThat(each.failure()).isInstanceOf(StepException.class).hasMessageContaining("no more space");
        });
        assertThat(stopped.with(ResultStatus.SKIPPED))
                .hasSize(5)
                .allMatch(each -> each.reason().equals("the canary tenant_002 failed"));
        assertThatThrownBy(stopped::orThrow)
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("Failed: 1 of 6 databases; skipped: 5.")
                .hasMessageContaining("tenant_002: shop, V0001CreateTables")
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .containsExactly(
                                stopped.with(ResultStatus.FAILED).get(0).failure()));

        List<String> order = Collections.synchronizedList(new ArrayList<>());
        fleet(tenants)
                .canary(2)
                .canary("tenant_004")
                .listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseStarted || event instanceof Fleet.Event.DatabaseEnded) {
                        order.add(event.database());
                    }
                })
                .upgrade()
                .orThrow();
        assertThat(order.subList(0, 6)).containsOnly("tenant_000", "tenant_001", "tenant_004");
        assertThat(order.subList(6, 12)).containsOnly("tenant_002", "tenant_003", "tenant_005");
    }

    @Test
    void noDatabaseBeginsAfterTooManyFailures() {
        List<String> tenants = tenants(5);
        server.faults().add(Trigger.matching("CREATE TABLE.*").every(), Fault.refuse(1064, "42000", "no more space"));

        FleetResult<Outcome> result = fleet(tenants).maxParallel(1).stopAfter(2).upgrade();

        assertThat(result.databases())
                .extracting(DatabaseResult::status)
                .containsExactly(
                        ResultStatus.FAILED,
                        ResultStatus.FAILED,
                        ResultStatus.SKIPPED,
                        ResultStatus.SKIPPED,
                        ResultStatus.SKIPPED);
        assertThat(result.databases().get(2).reason()).isEqualTo("2 databases failed before it");
        assertThat(fleet(tenants).maxParallel(1).stopAfter(2).status().databases())
                .extracting(DatabaseResult::status)
                .containsOnly(ResultStatus.DONE);
    }

    @Test
    void eventsNameTheDatabase() {
        List<String> tenants = tenants(3);
        Map<String, Integer> steps = new ConcurrentHashMap<>();

        fleet(tenants)
                .listener(event -> {
                    if (event instanceof Fleet.Event.DatabaseProgress in
                            && in.progress() instanceof Progress.StepEnded) {
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
        List<String> tenants = tenants(4);
        CountDownLatch begun = new CountDownLatch(1);
        List<FleetResult<Outcome>> results = Collections.synchronizedList(new ArrayList<>());
        List<Boolean> statuses = Collections.synchronizedList(new ArrayList<>());
        Thread caller = new Thread(() -> {
            results.add(fleet(tenants)
                    .maxParallel(1)
                    .listener(event -> {
                        if (event instanceof Fleet.Event.DatabaseStarted) {
                            begun.countDown();
                            awaitInterruption();
                        }
                    })
                    .upgrade());
            statuses.add(Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(statuses).containsExactly(true);
        assertThat(results.get(0).databases().subList(1, 4))
                .allMatch(each ->
                        each.status() == ResultStatus.SKIPPED && each.reason().equals("the run was interrupted"));

        assertThat(fleet(tenants).upgrade().isSuccess()).isTrue();
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
