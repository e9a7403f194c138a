package dev.cairn.internal.migrate;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.DatabaseResult;
import dev.cairn.FleetResult.ResultStatus;
import dev.cairn.internal.DaemonThread;
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
 * Runs the same work once on each database of a fleet, in parallel and first on the canaries. The listener is called
 * from several threads.
 *
 * @param <M> the type of the object that works on one database, such as a migrator
 * @param <T> the result of the work on one database
 */
public final class FleetRun<M, T> {
    private final List<String> allDatabaseNames;
    private final Function<String, M> migratorFactory;
    private final FleetLimits limits;
    private final Consumer<Fleet.Event> listener;
    private final Ticker ticker;
    private final Function<M, T> work;
    private final Map<String, DatabaseResult<T>> resultByDatabaseName = new LinkedHashMap<>();
    private final Queue<String> waitingDatabaseNames = new ArrayDeque<>();
    private int failureCount;
    private boolean isInterrupted;

    /**
     * The limits of the work on a fleet.
     *
     * @param parallelism the number of databases that are migrated at once
     * @param maxFailures the number of failures after which no further databases are started
     */
    public record FleetLimits(int parallelism, int maxFailures) {}

    public FleetRun(
            List<String> allDatabaseNames,
            Function<String, M> migratorFactory,
            FleetLimits limits,
            Consumer<Fleet.Event> listener,
            Ticker ticker,
            Function<M, T> work) {
        this.allDatabaseNames = allDatabaseNames;
        this.migratorFactory = migratorFactory;
        this.limits = limits;
        this.listener = listener;
        this.ticker = ticker;
        this.work = work;
    }

    /**
     * Runs the work on the canaries, and then on the other databases unless a canary failed. Must be called only once.
     * If the calling thread is interrupted, it keeps the interrupt status.
     */
    public FleetResult<T> run(Set<String> canaryNames) {
        List<String> remainingDatabaseNames = new ArrayList<>(allDatabaseNames);
        remainingDatabaseNames.removeAll(canaryNames);
        runInParallel(canaryNames);
        List<String> failedCanaryNames = canaryNames.stream()
                .filter(databaseName -> Objects.requireNonNull(resultByDatabaseName.get(databaseName))
                                .status()
                        != ResultStatus.DONE)
                .toList();
        if (failedCanaryNames.isEmpty() || isInterrupted) {
            runInParallel(remainingDatabaseNames);
        } else {
            String reason = failedCanaryNames.size() == 1
                    ? "the canary " + failedCanaryNames.get(0) + " failed"
                    : "the canaries " + String.join(", ", failedCanaryNames) + " failed";
            remainingDatabaseNames.forEach(databaseName -> skip(databaseName, reason));
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return new FleetResult<>(
                allDatabaseNames.stream().map(resultByDatabaseName::get).toList());
    }

    private void runInParallel(Iterable<String> databaseNames) {
        databaseNames.forEach(waitingDatabaseNames::add);
        List<Thread> threads = new ArrayList<>();
        int threadCount = Math.min(limits.parallelism(), waitingDatabaseNames.size());
        for (int i = 0; i < threadCount; i++) {
            Thread thread = DaemonThread.create(this::runWaitingDatabases, "cairn-fleet");
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        threads.forEach(thread -> awaitEnd(thread, threads));
        for (String databaseName = waitingDatabaseNames.poll();
                databaseName != null;
                databaseName = waitingDatabaseNames.poll()) {
            skip(
                    databaseName,
                    isInterrupted ? "the run was interrupted" : failureCount + " databases failed before it");
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
        for (String databaseName = pollNextName(); databaseName != null; databaseName = pollNextName()) {
            // The log of the migrator names its thread.
            Thread.currentThread().setName("cairn-fleet " + databaseName);
            addResult(runDatabase(databaseName));
        }
    }

    /**
     * Returns the name of the next database to start; null if all were started, too many have failed, or the run was
     * interrupted.
     */
    private synchronized @Nullable String pollNextName() {
        return isInterrupted || failureCount >= limits.maxFailures() ? null : waitingDatabaseNames.poll();
    }

    private DatabaseResult<T> runDatabase(String databaseName) {
        Stopwatch stopwatch = ticker.start();
        DatabaseResult<T> result;
        try {
            listener.accept(new Fleet.Event.DatabaseStarted(databaseName));
            T workResult = work.apply(migratorFactory.apply(databaseName));
            result = new DatabaseResult<>(databaseName, ResultStatus.DONE, workResult, null, "", stopwatch.elapsed());
        } catch (RuntimeException | Error failure) {
            result = createFailedResult(databaseName, failure, stopwatch.elapsed());
        }
        return report(new Fleet.Event.DatabaseEnded(databaseName, result.duration(), result.failure()), result);
    }

    private static <T> DatabaseResult<T> createFailedResult(String databaseName, Throwable failure, Duration duration) {
        return new DatabaseResult<>(databaseName, ResultStatus.FAILED, null, failure, "", duration);
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

    private void skip(String databaseName, String reason) {
        addResult(report(
                new Fleet.Event.DatabaseSkipped(databaseName, reason),
                new DatabaseResult<>(databaseName, ResultStatus.SKIPPED, null, null, reason, Duration.ZERO)));
    }

    private synchronized void addResult(DatabaseResult<T> result) {
        resultByDatabaseName.put(result.database(), result);
        failureCount += result.status() == ResultStatus.FAILED ? 1 : 0;
    }
}
