package dev.cairn.spring.actuate;

import dev.cairn.Migrator;
import dev.cairn.internal.DaemonThread;
import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.actuate.SchemaState.Health;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the data tests of an application in the background, and keeps their last results. No caller waits for a query: a
 * call returns the last results and starts the next run if it is due. May be called from several threads; at most one
 * run is active at a time.
 */
final class DataTestMonitor {
    private final Map<String, Migrator> migratorBySchemaName;
    private final CairnInitializer initializer;
    private final DataTestHealthProperties properties;
    private final Clock clock;
    private final Map<String, DataTestState> stateBySchemaName = new LinkedHashMap<>();
    private @Nullable Instant lastStartTime;
    private boolean isRunning;

    /**
     * Creates a monitor without results. No test runs before the first call of {@link #collectStates}.
     *
     * @param migratorBySchemaName the migrators by the names of their schemas
     */
    DataTestMonitor(
            Map<String, Migrator> migratorBySchemaName,
            CairnInitializer initializer,
            DataTestHealthProperties properties,
            Clock clock) {
        this.migratorBySchemaName = migratorBySchemaName;
        this.initializer = initializer;
        this.properties = properties;
        this.clock = clock;
        migratorBySchemaName.keySet().forEach(schemaName -> stateBySchemaName.put(schemaName, DataTestState.UNKNOWN));
    }

    /**
     * Returns the last results of all schemas, by the names of the schemas. Starts the next run if the schemas are
     * ready, no run is active, and the interval has passed since the start of the last run.
     */
    synchronized Map<String, DataTestState> collectStates() {
        boolean isDue = lastStartTime == null || !clock.instant().isBefore(lastStartTime.plus(properties.interval()));
        if (isDue && !isRunning && initializer.isReady()) {
            lastStartTime = clock.instant();
            isRunning = true;
            DaemonThread.create(this::runAllTests, "cairn-data-tests").start();
        }
        return new LinkedHashMap<>(stateBySchemaName);
    }

    HealthReport reportHealth() {
        Map<String, DataTestState> states = collectStates();
        return new HealthReport(computeStatus(states), states);
    }

    /** Returns the worst status of all schemas; {@code UNKNOWN} until the first run has ended for each of them. */
    private static String computeStatus(Map<String, DataTestState> states) {
        Health health = Health.UP;
        for (DataTestState state : states.values()) {
            Health stateHealth = state.status();
            if (stateHealth == null) {
                return "UNKNOWN";
            }
            health = health.worseOf(stateHealth);
        }
        return health.name();
    }

    /** Runs the tests of all schemas, one schema after another, in the thread of the run. */
    private void runAllTests() {
        try {
            migratorBySchemaName.forEach((schemaName, migrator) -> putState(schemaName, runTests(migrator)));
        } finally {
            endRun();
        }
    }

    private synchronized void putState(String schemaName, DataTestState state) {
        stateBySchemaName.put(schemaName, state);
    }

    private synchronized void endRun() {
        isRunning = false;
    }

    /**
     * Runs the tests of a schema. An exception becomes a part of the state, because no caller could catch it: the tests
     * run in a thread of their own.
     */
    private DataTestState runTests(Migrator migrator) {
        try {
            return DataTestState.of(
                    migrator.dataTests()
                            .newestPartitions(properties.partitions())
                            .timeout(properties.timeout())
                            .run(),
                    clock.instant());
        } catch (RuntimeException failure) {
            return DataTestState.ofError(String.valueOf(failure.getMessage()), clock.instant());
        }
    }
}
