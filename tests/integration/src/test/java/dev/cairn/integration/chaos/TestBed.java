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

/** The shared parts of all rounds: the server, the processes, and the duration and result of an undisturbed upgrade. */
final class TestBed implements AutoCloseable {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_LIMIT = Duration.ofMinutes(2);
    private static final int UPGRADES_IN_THE_LIMIT = 30;
    private static final int LEASES_IN_THE_LIMIT = 20;
    private static final String FRAME_OF_MIGRATOR = "dev.cairn.internal.";

    private final ChosenServer server;
    /** A prefix that is unique to this run, because other runs may use the same server. */
    private final String prefix = "chaos_" + UUID.randomUUID().toString().substring(0, 8) + "_";

    private final AtomicInteger databases = new AtomicInteger();
    private final MigratorProcesses processes = new MigratorProcesses();
    private final Map<DisturbedSchema, Effects> undisturbed = new EnumMap<>(DisturbedSchema.class);
    private final Map<DisturbedSchema, Integer> statements = new EnumMap<>(DisturbedSchema.class);
    private final boolean hasRows;
    private Duration slowest = Duration.ZERO;

    TestBed(ChosenServer server) throws SQLException {
        this.server = server;
        this.hasRows = server.keepsRows(prefix + "trial");
        for (DisturbedSchema schema : DisturbedSchema.values()) {
            if (hasRows || !schema.needsRows()) {
                // The first upgrade takes longer because classes are loaded.
                tryUndisturbed(schema);
                slowest = Duration.ZERO;
            }
        }
        for (DisturbedSchema schema : statements.keySet()) {
            tryUndisturbed(schema);
        }
    }

    private void tryUndisturbed(DisturbedSchema schema) throws SQLException {
        IncidentScript counting = new IncidentScript(
                List.of(),
                SHORTEST_LEASE,
                () -> {
                    throw new IllegalStateException("Nothing happens");
                },
                () -> {});
        try (FreshDatabase database = database();
                Relay direct = Relay.to(
                        database.endpoint().host(), database.endpoint().port(), Disruptor.NONE, exchange -> {});
                Relay relay =
                        Relay.to(database.endpoint().host(), database.endpoint().port(), counting, exchange -> {})) {
            String url = database.endpoint().by(direct.host(), direct.port()).url(database.name());
            schema.prepare(database, url);
            long begun = System.nanoTime();
            Ending ending = Ending.ofUpgrade(
                    schema,
                    database.endpoint().by(relay.host(), relay.port()).url(database.name()),
                    Ending.options("undisturbed", Duration.ofSeconds(30)));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (ending.kind() != Ending.Kind.DONE) {
                throw new IllegalStateException("An upgrade that nothing disturbs: " + ending.text());
            }
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            statements.put(schema, counting.statements());
            undisturbed.put(schema, Effects.of(schema, database));
        }
    }

    /** Creates a database. */
    FreshDatabase database() {
        return server.database(prefix + databases.incrementAndGet());
    }

    String serverName() {
        return server.name();
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Returns the number of statements of an undisturbed upgrade, for each schema that the server supports. */
    Map<DisturbedSchema, Integer> statements() {
        return Map.copyOf(statements);
    }

    Effects undisturbed(DisturbedSchema schema) {
        return undisturbed.get(schema);
    }

    /** Returns a lease that is longer than the pauses of this machine and this server. */
    Duration lease() {
        Duration half = slowest.dividedBy(2);
        return half.compareTo(SHORTEST_LEASE) > 0 ? half : SHORTEST_LEASE;
    }

    /** Returns the time after which a round counts as hanging, in proportion to the speed of this machine. */
    Duration limit() {
        Duration limit = slowest.multipliedBy(UPGRADES_IN_THE_LIMIT).plus(lease().multipliedBy(LEASES_IN_THE_LIMIT));
        return limit.compareTo(SHORTEST_LIMIT) > 0 ? limit : SHORTEST_LIMIT;
    }

    MigratorProcesses processes() {
        return processes;
    }

    /** Returns the stack traces of the migrators in this JVM. */
    static String threadDump() {
        StringBuilder dump = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (Arrays.stream(frames).anyMatch(frame -> frame.getClassName().startsWith(FRAME_OF_MIGRATOR))) {
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
