package dev.cairn.internal.run;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replaces a table while nothing can write to it: the table is renamed, so that its readers and writers fail; the rest of
 * its rows is copied, and the new table gets the name.
 *
 * <p>The name of the fenced table carries the sequence of the take-over. A RENAME that was sent, but seems lost, must not
 * be run late: a view is created under the name that it would give, and stays there.
 */
final class TableFence {
    /** The number of times that the limit may be exceeded. */
    static final int ATTEMPTS = 3;

    private static final String FENCED_SUFFIX = "__cairn_fence_";
    private static final Duration POLL = Duration.ofMillis(100);

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final OnlineRebuild.RebuildTables tables;
    private final StepConnection connection;
    private final PartitionedCopy copy;
    private final Duration limit;

    TableFence(
            RunContext context,
            RunStep.StatementStep step,
            OnlineRebuild.RebuildTables tables,
            StepConnection connection,
            PartitionedCopy copy) {
        this.context = context;
        this.step = step;
        this.tables = tables;
        this.connection = connection;
        this.copy = copy;
        this.limit = context.rebuildOptions().unavailable();
    }

    /** Thrown where the table would be unavailable for too long. */
    private static final class FenceTimeoutException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FenceTimeoutException(String message) {
            super(message);
        }
    }

    /** Replaces the table. Returns false if the limit was exceeded, and the old table has its name again. */
    boolean replace() {
        RunningTransactions transactions = new RunningTransactions(context, step, connection);
        ViewActivation views = new ViewActivation(context, connection);
        Set<ObjectName> inactive = views.findInactive(tables.oldName().database());
        // If the user may not see transactions, this is refused before the table is unavailable.
        transactions.readLabels(tables.oldName().database());
        // While the table is renamed, a GRANT or REVOKE that names it fails.
        List<GrantTransfer> transfers = StepGuard.transfers(context, step, connection);
        transfers.forEach(GrantTransfer::giveGrants);
        Ticker.Stopwatch watch = context.ticker().start();
        Map<String, String> settings = connection.variables();
        ObjectName fenced = fence(transfers);
        try {
            awaitTransactions(transactions, watch);
            limitLoads(watch);
            copy.copyRemaining(fenced, () -> requireWithinLimit(watch, "not all rows that were left were copied"));
            OnlineRebuild.findCounters(context, tables.replacementName(), fenced)
                    .forEach(counter -> new AutoIncrementStepRun(context, counter, connection).runAgain());
            copy.prepareSwap();
            requireWithinLimit(watch, "all rows were copied");
            rename(context, connection, tables.replacementName(), tables.oldName());
        } catch (RuntimeException failure) {
            if (!tryRestoreName(fenced, failure)) {
                throw failure;
            }
            publishUnavailable(watch, false);
            transfers.forEach(transfer -> transfer.abandon(failure));
            views.findInactive(tables.oldName().database()).stream()
                    .filter(view -> !inactive.contains(view))
                    .forEach(views::activate);
            if (failure instanceof FenceTimeoutException || watch.elapsed().compareTo(limit) > 0) {
                context.warn(tables.oldName() + " was unavailable for "
                        + watch.elapsed().toMillis() + " ms, and has its name and its rows again: "
                        + failure.getMessage());
                return false;
            }
            throw failure;
        } finally {
            // The session has a timeout for loads that only the fence needs.
            connection.discard();
            connection.setVariables(settings);
        }
        publishUnavailable(watch, true);
        rename(context, connection, fenced, tables.replacementName());
        transfers.forEach(GrantTransfer::finish);
        return true;
    }

    /** Gives the old table its name again. Returns false if the new table already has it. */
    private boolean tryRestoreName(ObjectName fenced, RuntimeException failure) {
        try {
            connection.discard();
            connection.runIdempotent(context::createBackoff, server -> {
                if (readKind(connection, context, tables.oldName()) == TableKind.NONE) {
                    server.execute(renderRename(fenced, tables.oldName()));
                }
                return server;
            });
            return readKind(connection, context, fenced) == TableKind.NONE;
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
            throw new StepErrors(context, step).fencedTable(tables.oldName(), fenced, failure);
        }
    }

    private void publishUnavailable(Ticker.Stopwatch watch, boolean replaced) {
        context.publish(new Progress.Unavailable(
                context.migration(), step.plannedStep(), tables.oldName().toString(), watch.elapsed(), replaced));
    }

    private ObjectName fence(List<GrantTransfer> transfers) {
        try {
            return fence();
        } catch (RuntimeException failure) {
            transfers.forEach(transfer -> transfer.abandon(failure));
            throw failure;
        }
    }

    /** Renames the table, and returns its new name. */
    private ObjectName fence() {
        Backoff backoff = context.createBackoff();
        for (int attempt = 1; ; ) {
            String number = context.ledger().acquiredSequence() + (attempt == 1 ? "" : "_" + attempt);
            ObjectName fenced = fencedName(tables.oldName(), number);
            context.ledger().requireHeld();
            try {
                connection.openConnection().execute(renderRename(tables.oldName(), fenced));
                return fenced;
            } catch (ServerRefusalException refusal) {
                if (RefusalPatterns.isBusy(refusal)) {
                    context.publishWait(step, "the table is busy: " + refusal.reason());
                    backoff.pause();
                    continue;
                }
                boolean mayHaveRun = refusal.transientError()
                        .filter(TransientError::mayHaveRun)
                        .isPresent();
                if (mayHaveRun && !tryBlockName(context, connection, fenced)) {
                    return fenced;
                }
                boolean blocked = readKind(connection, context, fenced) == TableKind.OTHER;
                if (!blocked || attempt == ATTEMPTS) {
                    throw new StepErrors(context, step).refusedStatement(refusal);
                }
                attempt++;
            } catch (ConnectionLostException loss) {
                connection.reconnect();
                if (!tryBlockName(context, connection, fenced)) {
                    return fenced;
                }
                if (attempt == ATTEMPTS) {
                    throw new StepErrors(context, step).lostConnection(loss);
                }
                attempt++;
            }
        }
    }

    /**
     * Takes the name that a statement would give to the table, so that the server refuses the statement from now on.
     * Returns false if it is too late, because the table already has this name.
     */
    private static boolean tryBlockName(RunContext context, StepConnection connection, ObjectName fenced) {
        for (TableKind kind = readKind(connection, context, fenced);
                kind != TableKind.TABLE;
                kind = readKind(connection, context, fenced)) {
            if (kind == TableKind.OTHER) {
                return true;
            }
            context.ledger().requireHeld();
            try {
                connection
                        .openConnection()
                        .execute("CREATE VIEW " + SqlQuoting.quoteName(fenced) + " AS SELECT 1 AS blocked");
            } catch (ServerRefusalException refusal) {
                if (readKind(connection, context, fenced) == TableKind.NONE) {
                    throw refusal;
                }
            } catch (ConnectionLostException loss) {
                connection.reconnect();
            }
        }
        return false;
    }

    private enum TableKind {
        TABLE,
        OTHER,
        NONE
    }

    private static TableKind readKind(StepConnection connection, RunContext context, ObjectName name) {
        return readKinds(connection, context, name).getOrDefault(name.name(), TableKind.NONE);
    }

    /** Returns the kind of a table, and those of all objects whose names begin with that of the table. */
    private static Map<String, TableKind> readKinds(StepConnection connection, RunContext context, ObjectName table) {
        return connection.runIdempotent(context::createBackoff, server -> {
            Map<String, TableKind> kinds = new TreeMap<>();
            for (List<String> row : server.fetchRows("SHOW FULL TABLES FROM " + SqlQuoting.quoteName(table.database())
                    + " LIKE " + SqlQuoting.quoteText(table.name() + "%"))) {
                kinds.put(
                        String.valueOf(row.get(0)),
                        String.valueOf(row.get(1)).equals("BASE TABLE") ? TableKind.TABLE : TableKind.OTHER);
            }
            return kinds;
        });
    }

    /**
     * Ends what a run that was interrupted left behind: gives a fenced table its name again, or its place behind the new
     * table if that already has the name. Prevents statements of that run from being run late.
     */
    static void restore(RunContext context, StepConnection connection, List<RunStep> steps) {
        for (RunStep each : steps) {
            if (each instanceof RunStep.StatementStep step
                    && step.step().action().statement() instanceof Statement.AlterTable alter
                    && alter.clauses().get(0) instanceof AlterClause.SwapTable swap
                    && StagingName.parseNumber(swap.otherTableName().text()).isPresent()) {
                ObjectName table = Objects.requireNonNull(step.step().object());
                restore(
                        context,
                        connection,
                        step,
                        table,
                        table.withName(swap.otherTableName().text()));
            }
        }
    }

    private static void restore(
            RunContext context,
            StepConnection connection,
            RunStep.StatementStep step,
            ObjectName table,
            ObjectName staging) {
        Map<String, TableKind> kinds = readKinds(connection, context, table);
        List<String> stagings = kinds.keySet().stream()
                .filter(name -> StagingName.parseNumber(name).isPresent()
                        && StagingName.originalName(name).equals(table.name()))
                .toList();
        List<String> fenced = kinds.keySet().stream()
                .filter(name -> name.startsWith(table.name() + FENCED_SUFFIX) && kinds.get(name) == TableKind.TABLE)
                .toList();
        if (!fenced.isEmpty()) {
            boolean replaced = kinds.containsKey(table.name());
            if (fenced.size() > 1 || (replaced && !stagings.isEmpty())) {
                throw new StepErrors(context, step).severalTables(table, fenced.get(0));
            }
            context.warn("An interrupted run left " + table + " under the name " + fenced.get(0));
            rename(context, connection, table.withName(fenced.get(0)), replaced ? staging : table);
        }
        if (context.rebuildOptions().end() == RebuildOptions.End.FENCE && context.wasInterrupted(step)) {
            for (String name : stagings) {
                long number = StagingName.parseNumber(name).orElseThrow();
                if (number != context.ledger().acquiredSequence()) {
                    tryBlockName(context, connection, fencedName(table, Long.toString(number)));
                }
            }
        }
    }

    private void awaitTransactions(RunningTransactions transactions, Ticker.Stopwatch watch) {
        Map<String, String> first = transactions.readLabels(tables.oldName().database());
        Map<String, String> left = first;
        while (!left.isEmpty()) {
            requireWithinLimit(
                    watch, "these loads of the database were still running: " + String.join(", ", left.values()));
            context.publishWait(step, "the load " + left.values().iterator().next() + " is running");
            try {
                context.ticker().sleep(POLL);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationSignal.StepCancelledException();
            }
            boolean cut = RunningTransactions.isTruncated(left);
            left = transactions.readLabels(tables.oldName().database());
            if (cut) {
                first = left;
            } else {
                left.keySet().retainAll(first.keySet());
            }
        }
    }

    private void limitLoads(Ticker.Stopwatch watch) {
        long left = Math.max(1, limit.minus(watch.elapsed()).toSeconds());
        Map<String, String> limited = new HashMap<>(connection.variables());
        limited.put("insert_timeout", Long.toString(left));
        connection.setVariables(limited);
        connection.runIdempotent(context::createBackoff, server -> server);
    }

    private void requireWithinLimit(Ticker.Stopwatch watch, String state) {
        context.cancellation().throwIfCancelled();
        if (watch.elapsed().compareTo(limit) > 0) {
            throw new FenceTimeoutException("when the limit of " + limit.toMillis() + " ms was exceeded, " + state);
        }
    }

    /** Renames a table to a free name. If the answer is lost, the names show whether the table was renamed. */
    private static void rename(RunContext context, StepConnection connection, ObjectName oldName, ObjectName newName) {
        connection.runIdempotent(context::createBackoff, server -> {
            Map<String, TableKind> before = readKinds(connection, context, oldName);
            if (before.containsKey(oldName.name()) || readKind(connection, context, newName) == TableKind.NONE) {
                context.ledger().requireHeld();
                server.execute(renderRename(oldName, newName));
            }
            return server;
        });
    }

    private static String renderRename(ObjectName oldName, ObjectName newName) {
        return "ALTER TABLE " + SqlQuoting.quoteName(oldName) + " RENAME " + SqlQuoting.quoteName(newName.name());
    }

    private static ObjectName fencedName(ObjectName table, String number) {
        return table.withName(table.name() + FENCED_SUFFIX + number);
    }
}
