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
    /** {@code -Dcairn.rounds=50} runs more of them. */
    private static final int ROUNDS = Breadth.of("cairn.rounds", 2, 24);

    private static final int PODS = 4;
    private static final String CALIBRATION = "calibration";
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(800);
    private static final int LEASES_IN_AN_UPGRADE = 4;

    private final long seed = Long.getLong("cairn.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();
    private final List<Duration> waits = new ArrayList<>();
    private EmbeddedStarRocks server;
    private InjectedFaults mishaps;
    private Duration lease = SHORTEST_LEASE;
    private int transitions;
    private int late;
    private long caught;
    private int killed;

    @BeforeEach
    void start() {
        System.out.println("seed: " + seed);
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.taking(Duration.ofMillis(5))));
        lease = leaseOfThisMachine();
        System.out.println("lease: " + lease.toMillis() + " ms");
        mishaps = new InjectedFaults(random, server.faults(), lease, pods);
    }

    /** Measures a lease that is longer than the pauses of this machine. */
    private Duration leaseOfThisMachine() {
        server.createDatabase(CALIBRATION);
        Ticker.Stopwatch watch = Ticker.system().start();
        Migrator.of(ShortMigrations.of(CALIBRATION).schema(), urlOf(CALIBRATION))
                .upgrade();
        Duration part = watch.elapsed().dividedBy(LEASES_IN_AN_UPGRADE);
        server.dropDatabase(CALIBRATION);
        server.log().clear();
        return part.compareTo(SHORTEST_LEASE) > 0 ? part : SHORTEST_LEASE;
    }

    @AfterEach
    void stop() {
        mishaps.close();
        pods.values().forEach(Pod::close);
        server.close();
    }

    @Test
    @Tag(Breadth.LONG)
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachStepHasItsEffectOnceAndTheLedgerIsOneChain() throws Exception {
        for (int i = 0; i < PODS; i++) {
            begin("pod" + i);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            upgradeAtOnce("s" + round);
        }
        tell();
        // The number of late states depends on the machine; a killed migrator is always followed by another one.
        assertThat(killed).isPositive();
        assertThat(waits).isNotEmpty();
    }

    private void tell() {
        System.out.printf(
                "%d transitions, %d take-overs, %d states made late, %d of them noticed, %d processes killed%n",
                transitions, waits.size(), late, caught, killed);
        waits.sort(null);
        System.out.println("waits of those who took over, in ms: "
                + waits.stream().map(Duration::toMillis).toList());
    }

    private void begin(String name) throws IOException {
        Pod pod = Pod.start(name, lease);
        pods.put(name, pod);
        assertThat(pod.readLine()).hasValue(ForkedMigrators.READY);
    }

    private void upgradeAtOnce(String schema) throws Exception {
        server.createDatabase(schema);
        mishaps.scheduleFaults(schema);
        for (Pod pod : pods.values()) {
            pod.requestUpgrade(schema, urlOf(schema));
        }
        for (String name : List.copyOf(pods.keySet())) {
            Optional<String> end = pods.get(name).readLine();
            if (end.isEmpty()) {
                killed++;
                begin(name);
            } else {
                assertThat(end).as("%s, %s", schema, name).hasValue(ForkedMigrators.DONE);
            }
        }
        mishaps.clear();
        requireEffects(schema);
        requireChain(schema);
        server.dropDatabase(schema);
        server.log().clear();
    }

    private String urlOf(String schema) {
        // Otherwise the driver asks before each statement whether the session is read-only.
        return server.jdbcUrl(schema) + "?user=root&connectTimeout=10000&readOnlyPropagatesToServer=false";
    }

    private void requireEffects(String schema) throws SQLException {
        RecordedHistory history = ShortMigrations.of(schema);
        assertThat(World.readObjects(ServerCatalog.of(server), schema))
                .isEqualTo(World.readObjects(history.head(), schema));
        assertThat(queryColumn(schema, "SELECT id FROM orders ORDER BY id"))
                .isEqualTo(migrationNumbers(ShortMigrations.ORDERS));
        assertThat(queryColumn(schema, "SELECT id FROM accounts ORDER BY id"))
                .isEqualTo(migrationNumbers(ShortMigrations.ACCOUNTS));
        assertThat(queryColumn(schema, "SELECT LABEL FROM information_schema.loads WHERE DB_NAME = '" + schema + "'"))
                .hasSize(ShortMigrations.ORDERS + ShortMigrations.ACCOUNTS)
                .doesNotHaveDuplicates()
                .allMatch(label -> label.startsWith("cairn_" + schema + "_"));
        assertThat(Migrator.of(history.schema(), urlOf(schema)).history().rows())
                .extracting(History.Row::number)
                .isEqualTo(
                        IntStream.rangeClosed(1, ShortMigrations.LAST).boxed().toList());
    }

    private static List<String> migrationNumbers(int last) {
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
        transitions += chain.states().size();
        waits.addAll(chain.checkTakeOverAges());
        late += chain.lateStates().size();
        caught += chain.countNoticed(server.log().all());
        requireNothingLeft(schema);
    }

    /** Requires that the next transition drops the states of killed and late migrators. */
    private void requireNothingLeft(String schema) {
        Migrator.of(ShortMigrations.of(schema).schema(), urlOf(schema)).stamp(ShortMigrations.LAST);
        List<String> left = new ArrayList<>();
        ServerCatalog.of(server).database(schema).orElseThrow().views().forEach(view -> left.add(view.getKey()));
        assertThat(left).filteredOn(name -> name.matches("__cairn_.*\\d{8}")).hasSize(1);
    }
}
