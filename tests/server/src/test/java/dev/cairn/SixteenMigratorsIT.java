package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.internal.Ticker;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four processes with four migrators each upgrade one database at once, repeatedly, while some are killed, some are
 * stopped for longer than their lease, and the server delays the statements of others.
 */
class SixteenMigratorsIT {
    /** The number of databases; {@code -Dcairn.rounds=50} runs more. */
    private static final int ROUND_COUNT = Breadth.of("cairn.rounds", 1, 24);

    private static final int POD_COUNT = 4;
    private static final String CALIBRATION_DATABASE = "calibration";
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(800);
    private static final int LEASES_PER_UPGRADE = 4;

    private final long seed = Long.getLong("cairn.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, PodProcess> pods = new ConcurrentHashMap<>();
    private final List<Duration> takeOverAges = new ArrayList<>();
    private EmbeddedStarRocks server;
    private InjectedFaults injectedFaults;
    private Duration lease = SHORTEST_LEASE;
    private int transitionCount;
    private int lateStateCount;
    private long noticedStateCount;
    private int killedCount;

    @BeforeEach
    void start() {
        System.out.println("seed: " + seed);
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.ofDuration(Duration.ofMillis(5))));
        lease = measureLease();
        System.out.println("lease: " + lease.toMillis() + " ms");
        injectedFaults = new InjectedFaults(random, server.faults(), lease, pods);
    }

    /** Returns a lease that is longer than the pauses of this machine: a quarter of the time of an upgrade. */
    private Duration measureLease() {
        server.createDatabase(CALIBRATION_DATABASE);
        Ticker.Stopwatch stopwatch = Ticker.system().start();
        Migrator.of(ShortMigrations.of(CALIBRATION_DATABASE).schema(), urlOf(CALIBRATION_DATABASE))
                .upgrade();
        Duration leaseCandidate = stopwatch.elapsed().dividedBy(LEASES_PER_UPGRADE);
        server.dropDatabase(CALIBRATION_DATABASE);
        server.log().clear();
        return leaseCandidate.compareTo(SHORTEST_LEASE) > 0 ? leaseCandidate : SHORTEST_LEASE;
    }

    @AfterEach
    void stop() {
        injectedFaults.close();
        pods.values().forEach(PodProcess::close);
        server.close();
    }

    @Test
    @Tag(Breadth.LONG)
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachStepHasItsEffectOnceAndTheLedgerIsOneChain() throws Exception {
        for (int i = 0; i < POD_COUNT; i++) {
            startPod("pod" + i);
        }
        for (int round = 1; round <= ROUND_COUNT; round++) {
            upgradeAtOnce("s" + round);
        }
        printCounts();
        // The number of late states depends on the machine; a killed migrator is always followed by another one.
        assertThat(killedCount).isPositive();
        assertThat(takeOverAges).isNotEmpty();
    }

    private void printCounts() {
        System.out.printf(
                "%d transitions, %d take-overs, %d states made late, %d of them noticed, %d processes killed%n",
                transitionCount, takeOverAges.size(), lateStateCount, noticedStateCount, killedCount);
        takeOverAges.sort(null);
        System.out.println("waits before a take-over, in ms: "
                + takeOverAges.stream().map(Duration::toMillis).toList());
    }

    private void startPod(String name) throws IOException {
        PodProcess pod = PodProcess.start(name, lease);
        pods.put(name, pod);
        assertThat(pod.readLine()).hasValue(ForkedMigrators.READY);
    }

    private void upgradeAtOnce(String schema) throws Exception {
        server.createDatabase(schema);
        injectedFaults.scheduleFaults(schema);
        for (PodProcess pod : pods.values()) {
            pod.requestUpgrade(schema, urlOf(schema));
        }
        for (String name : List.copyOf(pods.keySet())) {
            Optional<String> lastLine = pods.get(name).readLine();
            if (lastLine.isEmpty()) {
                killedCount++;
                startPod(name);
            } else {
                assertThat(lastLine).as("%s, %s", schema, name).hasValue(ForkedMigrators.DONE);
            }
        }
        injectedFaults.clear();
        requireEffects(schema);
        requireChain(schema);
        server.dropDatabase(schema);
        server.log().clear();
    }

    private String urlOf(String schema) {
        // Without the last option, the driver asks before each statement whether the session is read-only.
        return server.jdbcUrl(schema) + "?user=root&connectTimeout=10000&readOnlyPropagatesToServer=false";
    }

    private void requireEffects(String schema) throws SQLException {
        RecordedHistory history = ShortMigrations.of(schema);
        assertThat(World.readObjects(ServerCatalog.of(server), schema))
                .isEqualTo(World.readObjects(history.lastCatalog(), schema));
        assertThat(queryColumn(schema, "SELECT id FROM orders ORDER BY id"))
                .isEqualTo(listNumbers(ShortMigrations.ORDER_COUNT));
        assertThat(queryColumn(schema, "SELECT id FROM accounts ORDER BY id"))
                .isEqualTo(listNumbers(ShortMigrations.ACCOUNT_COUNT));
        assertThat(queryColumn(schema, "SELECT LABEL FROM information_schema.loads WHERE DB_NAME = '" + schema + "'"))
                .hasSize(ShortMigrations.ORDER_COUNT + ShortMigrations.ACCOUNT_COUNT)
                .doesNotHaveDuplicates()
                .allMatch(label -> label.startsWith("cairn_" + schema + "_"));
        assertThat(Migrator.of(history.schema(), urlOf(schema)).history().rows())
                .extracting(History.Row::number)
                .isEqualTo(IntStream.rangeClosed(1, ShortMigrations.LAST_NUMBER)
                        .boxed()
                        .toList());
    }

    private static List<String> listNumbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    private List<String> queryColumn(String schema, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(urlOf(schema));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void requireChain(String schema) {
        LedgerChain chain = LedgerChain.of(schema, server.log().answers());
        chain.requireUnbroken();
        transitionCount += chain.states().size();
        takeOverAges.addAll(chain.requireTakeOverAges());
        lateStateCount += chain.lateStates().size();
        noticedStateCount += chain.countNoticedStates(server.log().all());
        requireCleanup(schema);
    }

    /** Requires that the next transition drops the states of killed and late migrators. */
    private void requireCleanup(String schema) {
        Migrator.of(ShortMigrations.of(schema).schema(), urlOf(schema)).stamp(ShortMigrations.LAST_NUMBER);
        List<String> remainingViews = new ArrayList<>();
        ServerCatalog.of(server)
                .findDatabase(schema)
                .orElseThrow()
                .views()
                .forEach(view -> remainingViews.add(view.getKey()));
        assertThat(remainingViews)
                .filteredOn(name -> name.matches("__cairn_.*\\d{8}"))
                .hasSize(1);
    }
}
