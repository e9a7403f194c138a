package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Watches the two tables of a rebuild for some time after their swap. A statement that merges their rows loses rows if
 * a client writes at the same time, so it is shown to a user only if the tables do not change in this time.
 */
final class WriterMonitor {
    /** The time for which the tables must not change before a statement that merges them is shown. */
    static final Duration WATCH_TIME = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final List<ObjectName> tableNames;
    private final RunningTransactions runningTransactions;

    WriterMonitor(RunContext context, StatementStep step, StepConnection connection, List<ObjectName> tableNames) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.tableNames = tableNames;
        this.runningTransactions = new RunningTransactions(context, step, connection);
    }

    /**
     * The result of a watch, with the last comparison of the tables.
     *
     * @param hasNoWriters whether no table changed during the watch and the comparison, and no other client had a
     *     transaction under way
     */
    record WatchResult<T>(boolean hasNoWriters, T comparisonResult) {}

    /** Watches the tables, then compares them, and checks once more that the tables have not changed meanwhile. */
    <T> WatchResult<T> watch(Supplier<T> comparison) {
        context.publishWait(
                step,
                "rows were written to the old table: checks for " + DurationFormatter.format(WATCH_TIME)
                        + " whether anything still writes");
        List<String> initialFingerprints = readFingerprints();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        boolean hasNoWriters = isQuiet(initialFingerprints);
        while (hasNoWriters && stopwatch.elapsed().compareTo(WATCH_TIME) < 0) {
            pause();
            hasNoWriters = isQuiet(initialFingerprints);
        }
        T comparisonResult = comparison.get();
        return new WatchResult<>(hasNoWriters && isQuiet(initialFingerprints), comparisonResult);
    }

    private boolean isQuiet(List<String> initialFingerprints) {
        return !hasForeignTransactions() && readFingerprints().equals(initialFingerprints);
    }

    /**
     * Returns whether a client has a transaction under way. If the user may not see transactions, only the versions of
     * the partitions show whether a client writes.
     */
    private boolean hasForeignTransactions() {
        String labelPrefix = RunLabel.createLabelPrefix(context.schemaName());
        try {
            return runningTransactions.readLabels(tableNames.get(0).database()).values().stream()
                    .anyMatch(label -> !label.startsWith(labelPrefix));
        } catch (ServerRefusalException refusal) {
            if (refusal.isAccessDenied()) {
                return false;
            }
            throw refusal;
        }
    }

    private List<String> readFingerprints() {
        return tableNames.stream()
                .map(tableName -> connection.runIdempotent(
                        context::createBackoff, server -> PartitionSnapshot.read(server, tableName)))
                .map(PartitionSnapshot::fingerprint)
                .toList();
    }

    private void pause() {
        context.sleep(POLL_INTERVAL);
        context.cancellation().requireNotCancelled();
    }
}
