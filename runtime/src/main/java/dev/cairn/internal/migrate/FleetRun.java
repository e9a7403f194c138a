package dev.cairn.internal.migrate;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.DatabaseResult;
import dev.cairn.FleetResult.ResultStatus;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.Ticker.Stopwatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work once on each database of a fleet, in parallel and first on the canaries.
 *
 * @param <M> the type of the object that works on one database, such as a migrator
 * @param <T> the result of the work on one database
 */
public final class FleetRun<M, T> {
    private final List<String> names;
    private final Function<String, M> migratorFactory;
    private final FleetLimits limits;
    private final Consumer<Fleet.Event> listener;
    private final Ticker ticker;
    private final Function<M, T> work;
    private final Map<String, DatabaseResult<T>> resultsByDatabase = new LinkedHashMap<>();
    private final Queue<String> waitingNames = new ArrayDeque<>();
    private int failureCount;
    private boolean isInterrupted;

    /**
     * The limits of the work on a fleet.
     *
     * @param parallelism the number of databases that are migrated at once
     * @param maxFailures the number of failures after which no further database begins
     */
    public record FleetLimits(int parallelism, int maxFailures) {}

    public FleetRun(
            List<String> names,
            Function<String, M> migratorFactory,
            FleetLimits limits,
            Consumer<Fleet.Event> listener,
            Ticker ticker,
            Function<M, T> work) {
        this.names = names;
        this.migratorFactory = migratorFactory;
        this.limits = limits;
        this.listener = listener;
        this.ticker = ticker;
        this.work = work;
    }

    public FleetResult<T> run(Set<String> canaries) {
        List<String> remainingNames = new ArrayList<>(names);
        remainingNames.removeAll(canaries);
        runInParallel(canaries);
        List<String> failedCanaries = canaries.stream()
                .filter(name ->
                        Objects.requireNonNull(resultsByDatabase.get(name)).status() != ResultStatus.DONE)
                .toList();
        if (failedCanaries.isEmpty() || isInterrupted) {
            runInParallel(remainingNames);
        } else {
            String reason = failedCanaries.size() == 1
                    ? "the canary " + failedCanaries.get(0) + " failed"
                    : "the canaries " + String.join(", ", failedCanaries) + " failed";
            remainingNames.forEach(name -> skip(name, reason));
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return new FleetResult<>(names.stream().map(resultsByDatabase::get).toList());
    }

    private void runInParallel(Iterable<String> databaseNames) {
        databaseNames.forEach(waitingNames::add);
        List<Thread> threads = new ArrayList<>();
        int threadCount = Math.min(limits.parallelism(), waitingNames.size());
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::runWaitingDatabases, "cairn-fleet");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        threads.forEach(thread -> awaitEnd(thread, threads));
        for (String name = waitingNames.poll(); name != null; name = waitingNames.poll()) {
            skip(name, isInterrupted ? "the run was interrupted" : failureCount + " databases failed before it");
        }
    }

    /** Waits for the end of a thread. If the caller is interrupted during the wait, all threads are interrupted. */
    private void awaitEnd(Thread thread, List<Thread> threads) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interruption) {
                synchronized (this) {
                    isInterrupted = true;
                }
                threads.forEach(Thread::interrupt);
            }
        }
    }

    private void runWaitingDatabases() {
        for (String name = takeNextName(); name != null; name = takeNextName()) {
            // The log of the migrator names its thread.
            Thread.currentThread().setName("cairn-fleet " + name);
            addResult(runDatabase(name));
        }
    }

    /** Returns the next waiting database; null if there is none, or if no further database may begin. */
    private synchronized @Nullable String takeNextName() {
        return isInterrupted || failureCount >= limits.maxFailures() ? null : waitingNames.poll();
    }

    private DatabaseResult<T> runDatabase(String name) {
        Stopwatch stopwatch = ticker.start();
        DatabaseResult<T> result;
        try {
            listener.accept(new Fleet.Event.DatabaseStarted(name));
            T workResult = work.apply(migratorFactory.apply(name));
            result = new DatabaseResult<>(name, ResultStatus.DONE, workResult, null, "", stopwatch.elapsed());
        } catch (RuntimeException | Error failure) {
            result = createFailedResult(name, failure, stopwatch.elapsed());
        }
        return report(new Fleet.Event.DatabaseEnded(name, result.duration(), result.failure()), result);
    }

    private static <T> DatabaseResult<T> createFailedResult(String name, Throwable failure, Duration duration) {
        return new DatabaseResult<>(name, ResultStatus.FAILED, null, failure, "", duration);
    }

    /** Sends an event that ends the work on a database. If the listener fails, so does the database. */
    private DatabaseResult<T> report(Fleet.Event event, DatabaseResult<T> result) {
        try {
            listener.accept(event);
            return result;
        } catch (RuntimeException | Error listenerFailure) {
            if (result.failure() == null) {
                return createFailedResult(result.database(), listenerFailure, result.duration());
            }
            if (result.failure() != listenerFailure) {
                result.failure().addSuppressed(listenerFailure);
            }
            return result;
        }
    }

    private void skip(String name, String reason) {
        addResult(report(
                new Fleet.Event.DatabaseSkipped(name, reason),
                new DatabaseResult<>(name, ResultStatus.SKIPPED, null, null, reason, Duration.ZERO)));
    }

    private synchronized void addResult(DatabaseResult<T> result) {
        resultsByDatabase.put(result.database(), result);
        failureCount += result.status() == ResultStatus.FAILED ? 1 : 0;
    }
}
