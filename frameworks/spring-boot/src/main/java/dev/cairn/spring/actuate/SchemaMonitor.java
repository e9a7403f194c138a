package dev.cairn.spring.actuate;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.internal.DaemonThread;
import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.SchemaStartException;
import dev.cairn.spring.actuate.SchemaState.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the states of the schemas of an application from the server at each call. A server that does not answer delays
 * no caller for longer than the timeout.
 */
final class SchemaMonitor {
    private final List<StatusQuery> statusQueries;
    private final CairnInitializer initializer;
    private final Duration timeout;

    /**
     * Creates a monitor.
     *
     * @param migratorByBeanName the migrators by the names of their beans
     * @param timeout how long a call waits for the servers
     */
    SchemaMonitor(Map<String, Migrator> migratorByBeanName, CairnInitializer initializer, Duration timeout) {
        this.statusQueries = migratorByBeanName.entrySet().stream()
                .map(migratorEntry -> new StatusQuery(
                        chooseName(migratorEntry, migratorByBeanName.values()), migratorEntry.getValue()))
                .toList();
        this.initializer = initializer;
        this.timeout = timeout;
    }

    /**
     * Returns the name of the schema, or the name of the bean if the application has the schema in several databases.
     */
    private static String chooseName(Map.Entry<String, Migrator> migratorEntry, Collection<Migrator> migrators) {
        String schemaName = migratorEntry.getValue().schema().name();
        long databaseCount = migrators.stream()
                .filter(migrator -> migrator.schema().name().equals(schemaName))
                .count();
        return databaseCount == 1 ? schemaName : migratorEntry.getKey();
    }

    /**
     * Returns the states of all schemas, by their names; if a schema is in several databases, by the names of its
     * migrator beans.
     */
    Map<String, SchemaState> collectStates() {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        Map<StatusQuery, CompletableFuture<Status>> answerByQuery = new LinkedHashMap<>();
        statusQueries.forEach(query -> answerByQuery.put(query, query.send()));
        Map<String, SchemaState> stateByName = new LinkedHashMap<>();
        answerByQuery.forEach((query, answer) -> stateByName.put(query.name, awaitState(query, answer, deadlineNanos)));
        return stateByName;
    }

    /** Returns the state of one schema, without waiting for the servers of others; empty if there is no such schema. */
    Optional<SchemaState> findState(String name) {
        return findQuery(name).map(query -> awaitState(query, query.send(), System.nanoTime() + timeout.toNanos()));
    }

    private Optional<StatusQuery> findQuery(String name) {
        return statusQueries.stream().filter(query -> query.name.equals(name)).findFirst();
    }

    /** Returns the migrators, by the same names as {@link #collectStates} returns the states. */
    Map<String, Migrator> collectMigrators() {
        Map<String, Migrator> migratorByName = new LinkedHashMap<>();
        statusQueries.forEach(query -> migratorByName.put(query.name, query.migrator));
        return migratorByName;
    }

    /** Returns the migrator of a schema; empty if there is no such schema. */
    Optional<Migrator> findMigrator(String name) {
        return findQuery(name).map(query -> query.migrator);
    }

    HealthReport reportHealth() {
        Map<String, SchemaState> states = collectStates();
        return new HealthReport(computeHealth(states).name(), states);
    }

    /** Returns the worst health of all schemas; OUT_OF_SERVICE at best until the initializer has finished. */
    Health computeHealth(Map<String, SchemaState> states) {
        Health health = initializer.isReady() ? Health.UP : Health.OUT_OF_SERVICE;
        for (SchemaState state : states.values()) {
            health = health.worseOf(state.status());
        }
        return health;
    }

    /**
     * Returns the state by the answer to a query, or a state with an error if there is no answer before the deadline.
     *
     * @param deadlineNanos the deadline as a value of {@link System#nanoTime}
     */
    private SchemaState awaitState(StatusQuery query, CompletableFuture<Status> answer, long deadlineNanos) {
        try {
            Status status = answer.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            return SchemaState.of(
                    status, query.migrator.schema().lastMigrationNumber(), findFailureMessage(query.migrator));
        } catch (TimeoutException ignored) {
            return SchemaState.ofUnknown("The server has not answered for " + timeout.toMillis() + " ms.");
        } catch (ExecutionException failure) {
            return SchemaState.ofUnknown(
                    String.valueOf(Objects.requireNonNull(failure.getCause()).getMessage()));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return SchemaState.ofUnknown("The query was interrupted.");
        }
    }

    private @Nullable String findFailureMessage(Migrator migrator) {
        return initializer
                .findFailure(migrator)
                .map(SchemaStartException::getMessage)
                .orElse(null);
    }

    /**
     * Queries the status of one schema, in a thread of its own. As long as the server has not answered, no second query
     * is sent, and all callers await the same answer.
     */
    private static final class StatusQuery {
        private final String name;
        private final Migrator migrator;
        private @Nullable CompletableFuture<Status> currentAnswer;

        StatusQuery(String name, Migrator migrator) {
            this.name = name;
            this.migrator = migrator;
        }

        synchronized CompletableFuture<Status> send() {
            if (currentAnswer == null || currentAnswer.isDone()) {
                currentAnswer = CompletableFuture.supplyAsync(migrator::status, StatusQuery::startThread);
            }
            return currentAnswer;
        }

        private static void startThread(Runnable query) {
            DaemonThread.create(query, "cairn-status").start();
        }
    }
}
