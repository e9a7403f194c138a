package dev.cairn.integration.chaos;

import dev.cairn.integration.chaos.Round.Effects;
import dev.cairn.integration.relay.Disruptor;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.ChosenServer;
import dev.cairn.integration.server.FreshDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What all rounds share: the server, the processes, and the duration and the effects of an undisturbed upgrade. */
final class TestBed implements AutoCloseable {
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final Duration MIN_TIME_LIMIT = Duration.ofMinutes(2);
    private static final int UPGRADES_PER_TIME_LIMIT = 30;
    private static final int LEASES_PER_TIME_LIMIT = 20;
    private static final String MIGRATOR_FRAME_PREFIX = "dev.cairn.internal.";

    private final ChosenServer server;
    /** A prefix that is unique to this run, because other runs may use the same server. */
    private final String databaseNamePrefix =
            "chaos_" + UUID.randomUUID().toString().substring(0, 8) + "_";

    private final AtomicInteger databaseCount = new AtomicInteger();
    private final MigratorProcesses processes = new MigratorProcesses();
    private final Map<DisturbedSchema, Effects> undisturbedEffects = new EnumMap<>(DisturbedSchema.class);
    private final Map<DisturbedSchema, Integer> statementCounts = new EnumMap<>(DisturbedSchema.class);
    private final boolean hasRows;
    private Duration slowestUpgrade = Duration.ZERO;

    TestBed(ChosenServer server) throws SQLException {
        this.server = server;
        this.hasRows = server.keepsRows(databaseNamePrefix + "trial");
        for (DisturbedSchema schema : DisturbedSchema.values()) {
            if (hasRows || !schema.needsRows()) {
                // The first upgrade takes longer because classes are loaded.
                measureUndisturbedUpgrade(schema);
                slowestUpgrade = Duration.ZERO;
            }
        }
        for (DisturbedSchema schema : statementCounts.keySet()) {
            measureUndisturbedUpgrade(schema);
        }
    }

    private void measureUndisturbedUpgrade(DisturbedSchema schema) throws SQLException {
        IncidentScript countingScript = new IncidentScript(
                List.of(),
                MIN_LEASE,
                () -> {
                    throw new IllegalStateException("Nothing happens");
                },
                () -> {});
        try (FreshDatabase database = createDatabase();
                Relay undisturbedRelay = Relay.to(
                        database.endpoint().host(), database.endpoint().port(), Disruptor.NONE, exchange -> {});
                Relay countingRelay = Relay.to(
                        database.endpoint().host(), database.endpoint().port(), countingScript, exchange -> {})) {
            String url = database.endpoint()
                    .by(undisturbedRelay.host(), undisturbedRelay.port())
                    .url(database.name());
            schema.prepare(database, url);
            long startNanos = System.nanoTime();
            Ending ending = Ending.ofUpgrade(
                    schema,
                    database.endpoint()
                            .by(countingRelay.host(), countingRelay.port())
                            .url(database.name()),
                    Ending.createOptions("undisturbed", Duration.ofSeconds(30)));
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            if (ending.kind() != Ending.Kind.DONE) {
                throw new IllegalStateException("An upgrade that nothing disturbs: " + ending.text());
            }
            slowestUpgrade = duration.compareTo(slowestUpgrade) > 0 ? duration : slowestUpgrade;
            statementCounts.put(schema, countingScript.statementCount());
            undisturbedEffects.put(schema, Effects.of(schema, database));
        }
    }

    FreshDatabase createDatabase() {
        return server.database(databaseNamePrefix + databaseCount.incrementAndGet());
    }

    String serverName() {
        return server.name();
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Returns the number of statements of an undisturbed upgrade, for each schema that the server supports. */
    Map<DisturbedSchema, Integer> statementCounts() {
        return Map.copyOf(statementCounts);
    }

    Effects undisturbedEffects(DisturbedSchema schema) {
        return undisturbedEffects.get(schema);
    }

    /** Returns a lease that is longer than the pauses of this machine and this server. */
    Duration lease() {
        Duration halfUpgrade = slowestUpgrade.dividedBy(2);
        return halfUpgrade.compareTo(MIN_LEASE) > 0 ? halfUpgrade : MIN_LEASE;
    }

    /** Returns the time after which a round counts as hanging, in proportion to the speed of this machine. */
    Duration timeLimit() {
        Duration timeLimit =
                slowestUpgrade.multipliedBy(UPGRADES_PER_TIME_LIMIT).plus(lease().multipliedBy(LEASES_PER_TIME_LIMIT));
        return timeLimit.compareTo(MIN_TIME_LIMIT) > 0 ? timeLimit : MIN_TIME_LIMIT;
    }

    MigratorProcesses processes() {
        return processes;
    }

    /** Returns the stack traces of the migrators in this JVM. */
    static String renderThreadDump() {
        StringBuilder dump = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (Arrays.stream(frames).anyMatch(frame -> frame.getClassName().startsWith(MIGRATOR_FRAME_PREFIX))) {
                dump.append(thread.getName()).append(' ').append(thread.getState());
                Arrays.stream(frames).forEach(frame -> dump.append("\n    at ").append(frame));
                dump.append('\n');
            }
        });
        return dump.toString();
    }

    @Override
    public void close() {
        processes.close();
        server.close();
    }
}
