package dev.cairn.integration.chaos;

import dev.cairn.Consent;
import dev.cairn.Drift;
import dev.cairn.History;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Leftover;
import dev.cairn.Migrator.Repair;
import dev.cairn.Status;
import dev.cairn.Status.DatabaseState;
import dev.cairn.Status.OpenStep;
import dev.cairn.integration.chaos.IncidentScript.Hit;
import dev.cairn.integration.chaos.RoundResult.Outcome;
import dev.cairn.integration.relay.Disruptor;
import dev.cairn.integration.relay.Exchange;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.Endpoint;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the migrators of a scenario on one database, restarts them until they succeed, and compares the result with that
 * of an undisturbed upgrade.
 */
final class Round implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 40;

    /** The exceptions after which the upgrade is run again. */
    private static final Set<String> RETRIED_EXCEPTION_NAMES = Set.of(
            ServerUnreachableException.class.getSimpleName(),
            LedgerLostException.class.getSimpleName(),
            LedgerHeldException.class.getSimpleName());

    /** The result of an upgrade. */
    record Effects(Map<String, String> objects, List<List<@Nullable String>> rows) {
        static Effects of(DisturbedSchema schema, FreshDatabase database) throws SQLException {
            return new Effects(database.objects(), schema.readRows(database));
        }
    }

    private final TestBed testBed;
    private final Scenario scenario;
    private final DisturbedSchema schema;
    private final FreshDatabase database;
    private final long startNanos = System.nanoTime();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Ending> endings = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<RestartedMigrator> migrators = new ArrayList<>();
    private final CountDownLatch troubleLatch = new CountDownLatch(1);
    private final Relay observedRelay;
    private boolean isCleanedUp;
    private final Operator operator = new Operator();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "chaos-migrator");
        thread.setDaemon(true);
        return thread;
    });

    Round(TestBed testBed, Scenario scenario) {
        this.testBed = testBed;
        this.scenario = scenario;
        this.schema = scenario.schema();
        this.database = testBed.createDatabase();
        this.observedRelay = createRelay(Disruptor.NONE);
    }

    private Relay createRelay(Disruptor disruptor) {
        Endpoint endpoint = database.endpoint();
        return Relay.to(endpoint.host(), endpoint.port(), disruptor, exchanges::add);
    }

    private String toUrl(Relay relay) {
        return database.endpoint().by(relay.host(), relay.port()).url(database.name());
    }

    /** Returns a migrator without faults. It waits for a busy server as long as migrators do by default. */
    private Migrator createMigrator() {
        return Migrator.of(
                schema.descriptor(),
                toUrl(observedRelay),
                Ending.createPatientOptions("operator", testBed.lease()).consent(Consent.DESTRUCTIVE));
    }

    RoundResult run() {
        boolean hasHung = false;
        try {
            schema.prepare(database, toUrl(observedRelay));
            startMigrators();
            hasHung = !awaitMigrators();
            if (!hasHung && problems.isEmpty()) {
                verify();
            }
        } catch (SQLException | MigrationException failure) {
            problems.add("in the end: " + failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            problems.add("interrupted");
        }
        List<Hit> hits = migrators.stream()
                .flatMap(migrator -> migrator.script.hits().stream())
                .toList();
        return new RoundResult(
                scenario,
                determineOutcome(hits, hasHung),
                hits,
                endings.stream()
                        .map(Ending::exceptionName)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                List.copyOf(problems),
                LedgerAudit.of(schema.descriptor().name(), exchanges),
                Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private Outcome determineOutcome(List<Hit> hits, boolean hasHung) {
        Set<Ending.Kind> kinds = Set.copyOf(endings.stream().map(Ending::kind).toList());
        if (hasHung) {
            return Outcome.HUNG;
        }
        if (!problems.isEmpty()) {
            return Outcome.WRONG;
        }
        if (isCleanedUp) {
            return Outcome.CLEANED_UP;
        }
        if (kinds.contains(Ending.Kind.ASKED)) {
            return Outcome.ASKED;
        }
        if (kinds.contains(Ending.Kind.STOPPED)) {
            return Outcome.RUN_AGAIN;
        }
        if (kinds.contains(Ending.Kind.KILLED)) {
            return Outcome.TAKEN_OVER;
        }
        return hits.isEmpty() ? Outcome.MISSED : Outcome.BY_ITSELF;
    }

    private void startMigrators() {
        for (List<Incident> incidents : scenario.migrators()) {
            migrators.add(new RestartedMigrator("disturbed" + migrators.size(), incidents));
        }
        List<RestartedMigrator> disturbedMigrators = List.copyOf(migrators);
        RestartedMigrator rescuer = new RestartedMigrator("rescuer", List.of());
        migrators.add(rescuer);
        for (RestartedMigrator migrator : disturbedMigrators) {
            migrator.work = threads.submit(() -> {
                try {
                    migrator.upgrade();
                } finally {
                    troubleLatch.countDown();
                }
                return null;
            });
        }
        rescuer.work = threads.submit(() -> {
            troubleLatch.await();
            rescuer.upgrade();
            return null;
        });
    }

    /** Waits for the end of all migrators, and returns whether they have ended within the limit. */
    private boolean awaitMigrators() throws InterruptedException {
        long deadline = System.nanoTime() + testBed.timeLimit().toNanos();
        boolean hasEnded = true;
        for (RestartedMigrator migrator : migrators) {
            try {
                migrator.work.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException timeout) {
                hasEnded = false;
                problems.add(migrator.name + " did not end within "
                        + testBed.timeLimit().toSeconds() + " s:\n" + migrator.renderThreadDump());
            } catch (ExecutionException failure) {
                problems.add(migrator.name + ": " + failure.getCause());
            }
        }
        while (hasEnded && migrators.stream().anyMatch(migrator -> migrator.relay.isAnythingLate())) {
            Thread.sleep(10);
            hasEnded = deadline - System.nanoTime() > 0;
        }
        return hasEnded;
    }

    /** A migrator that is started again after each failure, until it has upgraded the database. */
    private final class RestartedMigrator {
        private final String name;
        private final boolean hasProcess;
        private final AtomicReference<@Nullable MigratorProcess> process = new AtomicReference<>();
        private final IncidentScript script;
        private final Relay relay;
        private Future<?> work = new CompletableFuture<>();

        RestartedMigrator(String name, List<Incident> incidents) {
            this.name = name;
            this.hasProcess =
                    incidents.stream().anyMatch(incident -> incident.mishap().needsProcess());
            this.script = new IncidentScript(
                    incidents,
                    testBed.lease(),
                    () -> {
                        MigratorProcess migratorProcess = process.get();
                        if (migratorProcess == null) {
                            throw new IllegalStateException(name + " has no process");
                        }
                        return migratorProcess;
                    },
                    troubleLatch::countDown);
            this.relay = createRelay(script);
        }

        void upgrade() throws SQLException {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                int answerCount = operator.answers();
                Ending ending = attempt();
                endings.add(ending);
                switch (ending.kind()) {
                    case DONE -> {
                        return;
                    }
                    case KILLED -> {
                        if (scenario.isSingle()) {
                            return;
                        }
                    }
                    case ASKED -> operator.answer(answerCount, ending);
                    case STOPPED -> {
                        if (!RETRIED_EXCEPTION_NAMES.contains(ending.exceptionName())
                                && !IncidentScript.isInjected(ending.text())
                                && !schema.isCodeCutOff(ending)) {
                            problems.add(name + ": " + ending);
                            return;
                        }
                    }
                    case BROKEN -> {
                        problems.add(name + ": " + ending.text());
                        return;
                    }
                }
            }
            problems.add(name + " gave up after " + MAX_ATTEMPTS + " attempts: " + endings);
        }

        private Ending attempt() {
            if (!hasProcess) {
                return Ending.ofUpgrade(schema, toUrl(relay), Ending.createOptions(name, testBed.lease()));
            }
            MigratorProcess migratorProcess = testBed.processes().take();
            process.set(migratorProcess);
            Ending ending = migratorProcess.upgrade(schema, name, testBed.lease(), toUrl(relay));
            process.set(null);
            if (ending.kind() == Ending.Kind.KILLED) {
                // The output of a process ends a little before the process.
                migratorProcess.kill();
            } else {
                testBed.processes().giveBack(migratorProcess);
            }
            return ending;
        }

        String renderThreadDump() {
            MigratorProcess migratorProcess = process.get();
            return migratorProcess == null ? TestBed.renderThreadDump() : migratorProcess.renderThreadDump();
        }

        void close() {
            relay.close();
            MigratorProcess migratorProcess = process.get();
            if (migratorProcess != null) {
                migratorProcess.kill();
            }
        }
    }

    /** Acts as the operator who finds out whether a step ran, and repairs it. */
    private final class Operator {
        private int answers;

        synchronized int answers() {
            return answers;
        }

        /**
         * Repairs the open steps, unless another question was answered after this one arose.
         *
         * @param answerCount the number of answers when the question arose
         */
        synchronized void answer(int answerCount, Ending question) throws SQLException {
            if (answers != answerCount) {
                return;
            }
            try {
                Map<Integer, Repair> repairs = new TreeMap<>();
                for (OpenStep step : createMigrator().openSteps()) {
                    schema.hasRun(step, database)
                            .ifPresent(hasRun -> repairs.put(step.step(), hasRun ? Repair.DONE : Repair.AGAIN));
                }
                if (repairs.isEmpty()) {
                    problems.add("the operator should not be asked: " + question.text());
                    return;
                }
                createMigrator().repair(repairs);
                answers++;
            } catch (MigrationException failure) {
                // Another migrator has taken over the ledger. If a question remains, it will be asked again.
                endings.add(new Ending(Ending.Kind.STOPPED, failure.toString()));
            }
        }
    }

    private void verify() throws SQLException {
        Migrator migrator = createMigrator();
        require(migrator.upgrade().isEmpty(), "there was something left to upgrade");
        Status status = migrator.status();
        require(status.databaseState() == DatabaseState.CURRENT, "the database is " + status.databaseState());
        requireEqual(
                "history",
                IntStream.rangeClosed(1, schema.lastMigrationNumber()).boxed().toList(),
                migrator.history().rows().stream().map(History.Row::number).toList());
        Drift drift = migrator.check();
        requireEqual("drift", List.of(), drift.differences());
        cleanUp(migrator);
        requireEqual("staged", List.of(), migrator.check().staged());
        Effects effects = Effects.of(schema, database);
        Effects expected = testBed.undisturbedEffects(schema);
        requireEqual("objects", Map.of(), findDifferences(expected.objects(), effects.objects()));
        requireEqual("rows", expected.rows(), effects.rows());
        // A state that was written late stays until the next transition.
        migrator.stamp(schema.lastMigrationNumber());
        require(!migrator.status().isHeld(), "the ledger is held");
        List<String> views = database
                .rows("SHOW TABLES LIKE '__cairn_" + schema.descriptor().name() + "_0%'")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
        require(views.size() == 1, "more than one state is left: " + views);
        problems.addAll(LedgerAudit.of(schema.descriptor().name(), exchanges).faults());
    }

    /**
     * A late statement may create an object that is no longer needed, or whose name a later migration has freed: Cairn
     * must report it as a leftover and drop it.
     */
    private void cleanUp(Migrator migrator) throws SQLException {
        List<Leftover> leftovers = migrator.leftovers();
        if (!leftovers.isEmpty()) {
            requireLate("left behind: " + leftovers);
            migrator.cleanup(leftovers.stream().map(Leftover::object).toList());
        }
        for (Drift.FoundObject unmanaged : migrator.check().unmanaged()) {
            requireLate("unmanaged: " + unmanaged);
            database.execute(
                    "DROP " + unmanaged.kind() + " `" + unmanaged.object().replace(".", "`.`") + "`");
        }
    }

    private void requireLate(String subject) {
        require(
                scenario.incidents().stream()
                        .anyMatch(incident -> incident.mishap().isLate()),
                subject);
        isCleanedUp = true;
    }

    private static Map<String, String> findDifferences(Map<String, String> expected, Map<String, String> actual) {
        Map<String, String> differences = new TreeMap<>();
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            String actualDefinition = actual.getOrDefault(name, "missing");
            String expectedDefinition = expected.getOrDefault(name, "missing");
            if (!actualDefinition.equals(expectedDefinition)) {
                differences.put(name, actualDefinition + " instead of " + expectedDefinition);
            }
        }
        return differences;
    }

    private void require(boolean isTrue, String problem) {
        if (!isTrue) {
            problems.add(problem);
        }
    }

    private void requireEqual(String subject, Object expected, Object actual) {
        require(expected.equals(actual), subject + ": " + actual + " instead of " + expected);
    }

    @Override
    public void close() {
        migrators.forEach(RestartedMigrator::close);
        observedRelay.close();
        threads.shutdownNow();
        database.close();
    }
}
