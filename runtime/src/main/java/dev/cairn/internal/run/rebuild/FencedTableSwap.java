package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.ReplacedTableCheck;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StatementAttempts;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.ViewActivator;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Replaces a table while nothing can write to it: the table is renamed, so its readers and writers fail; the remaining
 * rows are copied, and the new table gets the name.
 *
 * <p>The name of the fenced table contains the sequence at which the ledger was acquired. If the answer to a RENAME is
 * lost, the statement must not run later: a view with the fenced name is created to block it, and is not dropped.
 */
public final class FencedTableSwap {
    /**
     * The number of times that the table may be unavailable for too long before the step fails; also the number of
     * fenced names that are tried.
     */
    static final int MAX_ATTEMPTS = 3;

    private static final String FENCED_NAME_INFIX = TemporaryName.MARKER + "fence_";

    /** The names of fenced tables, and of the views that block a late RENAME; they contain the sequence of the run. */
    public static final Pattern FENCED_NAME_PATTERN =
            Pattern.compile("(.+)" + FENCED_NAME_INFIX + "([0-9]{1,18})(?:_[0-9]+)?");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final RunContext context;
    private final StatementStep step;
    private final OnlineRebuild.RebuildTables tables;
    private final StepConnection connection;
    private final PartitionedCopy partitionedCopy;
    private final Duration maxUnavailability;

    FencedTableSwap(
            RunContext context,
            StatementStep step,
            OnlineRebuild.RebuildTables tables,
            StepConnection connection,
            PartitionedCopy partitionedCopy) {
        this.context = context;
        this.step = step;
        this.tables = tables;
        this.connection = connection;
        this.partitionedCopy = partitionedCopy;
        this.maxUnavailability = context.rebuildOptions().maxUnavailability();
    }

    /** Thrown if the table would be unavailable for too long. */
    private static final class FenceTimeoutException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FenceTimeoutException(String message) {
            super(message);
        }
    }

    /**
     * Replaces the table. Returns false if the limit was exceeded, and the old table has its name again. After any
     * other failure, too, the old table first gets its name back, unless the new table already has this name; then the
     * failure is thrown.
     */
    boolean tryReplace() {
        new ReplacedTableCheck(context, connection).requireRecorded(step);
        RunningTransactions transactions = new RunningTransactions(context, step, connection);
        ViewActivator viewActivator = new ViewActivator(context, connection);
        Set<ObjectName> inactiveViews =
                viewActivator.findInactiveViews(tables.tableName().database());
        // If the user may not see transactions, the refusal comes before the table is unavailable.
        transactions.readLabels(tables.tableName().database());
        // While the table is renamed, a GRANT or REVOKE that names it fails.
        List<GrantTransfer> transfers = StepGuard.findTransfers(context, step, connection);
        for (GrantTransfer transfer : transfers) {
            transfer.applyGrants();
        }
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Map<String, String> originalVariables = connection.variables();
        ObjectName fencedName = fenceTable(transfers);
        try {
            awaitTransactions(transactions, stopwatch);
            limitLoadTimeout(stopwatch);
            partitionedCopy.copyRemaining(
                    fencedName, () -> requireRemainingTime(stopwatch, "not all remaining rows were copied"));
            OnlineRebuild.continueCounters(context, connection, tables.stagingName(), fencedName);
            partitionedCopy.prepareSwap();
            requireRemainingTime(stopwatch, "all rows were copied");
            rename(context, connection, tables.stagingName(), tables.tableName());
        } catch (RuntimeException failure) {
            if (!tryRestoreName(fencedName, failure)) {
                throw failure;
            }
            publishOutage(stopwatch, false);
            transfers.forEach(transfer -> transfer.abandon(failure));
            viewActivator.findInactiveViews(tables.tableName().database()).stream()
                    .filter(view -> !inactiveViews.contains(view))
                    .forEach(viewActivator::activate);
            if (failure instanceof FenceTimeoutException || stopwatch.elapsed().compareTo(maxUnavailability) > 0) {
                context.warn(tables.tableName() + " was unavailable for "
                        + stopwatch.elapsed().toMillis() + " ms, and has its name and its rows again: "
                        + failure.getMessage());
                return false;
            }
            throw failure;
        } finally {
            // The session has a timeout for loads that only the fence needs.
            connection.discard();
            connection.setVariables(originalVariables);
        }
        publishOutage(stopwatch, true);
        rename(context, connection, fencedName, tables.stagingName());
        for (GrantTransfer transfer : transfers) {
            transfer.finish();
        }
        return true;
    }

    /**
     * Restores the name of the old table. Returns false if the new table already has this name.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if this fails; its message says what to do
     */
    private boolean tryRestoreName(ObjectName fencedName, RuntimeException failure) {
        try {
            connection.discard();
            connection.performIdempotent(context::createBackoff, server -> {
                if (readTableKind(connection, context, tables.tableName()) == TableKind.NONE) {
                    server.execute(SqlQuoting.renderRename("TABLE", fencedName, tables.tableName()));
                }
            });
            return readTableKind(connection, context, fencedName) == TableKind.NONE;
        } catch (RuntimeException restoreFailure) {
            failure.addSuppressed(restoreFailure);
            throw new RebuildErrors(context, step).fencedTable(tables.tableName(), fencedName, failure);
        }
    }

    /** Reports how long the table had no name, and whether the new table has it now. */
    private void publishOutage(Ticker.Stopwatch stopwatch, boolean hasNewTable) {
        context.publish(new Progress.TableOutage(
                context.migration(),
                step.plannedStep(),
                tables.tableName().toString(),
                stopwatch.elapsed(),
                hasNewTable));
    }

    /** Renames the table, and returns its new name. If this fails, revokes the grants of the transfers. */
    private ObjectName fenceTable(List<GrantTransfer> transfers) {
        try {
            return renameToFencedName();
        } catch (RuntimeException failure) {
            transfers.forEach(transfer -> transfer.abandon(failure));
            throw failure;
        }
    }

    /**
     * Renames the table to a fenced name, and returns this name. If a RENAME may have been lost, its name is blocked,
     * and another name is used.
     */
    private ObjectName renameToFencedName() {
        StatementAttempts attempts = new StatementAttempts(context, step, connection);
        for (int attemptNumber = 1; ; ) {
            String nameSuffix = context.ledger().acquiredSequence() + (attemptNumber == 1 ? "" : "_" + attemptNumber);
            ObjectName fencedName = createFencedName(tables.tableName(), nameSuffix);
            context.ledger().requireHeld();
            try {
                connection.openConnection().execute(SqlQuoting.renderRename("TABLE", tables.tableName(), fencedName));
                return fencedName;
            } catch (ServerRefusalException refusal) {
                if (attempts.pauseIfBusy(refusal)) {
                    continue;
                }
                boolean mayHaveRun = refusal.transientError()
                        .filter(TransientError::mayHaveRun)
                        .isPresent();
                if (mayHaveRun && !tryBlockName(context, connection, fencedName)) {
                    return fencedName;
                }
                boolean isNameBlocked = readTableKind(connection, context, fencedName) == TableKind.VIEW;
                if (!isNameBlocked || attemptNumber == MAX_ATTEMPTS) {
                    throw new StepErrors(context, step).refusedStatement(refusal);
                }
                attemptNumber++;
            } catch (ConnectionLostException connectionLoss) {
                connection.reconnect();
                if (!tryBlockName(context, connection, fencedName)) {
                    return fencedName;
                }
                if (attemptNumber == MAX_ATTEMPTS) {
                    throw new StepErrors(context, step).lostConnection(connectionLoss);
                }
                attemptNumber++;
            }
        }
    }

    /**
     * Creates a view with the name that a RENAME would give to the table, so the server refuses the RENAME from now on.
     * Returns false if this is too late, because the table already has the name.
     */
    private static boolean tryBlockName(RunContext context, StepConnection connection, ObjectName fencedName) {
        for (TableKind kind = readTableKind(connection, context, fencedName);
                kind != TableKind.TABLE;
                kind = readTableKind(connection, context, fencedName)) {
            if (kind == TableKind.VIEW) {
                return true;
            }
            context.ledger().requireHeld();
            try {
                connection
                        .openConnection()
                        .execute("CREATE VIEW " + SqlQuoting.quoteName(fencedName) + " AS SELECT 1 AS blocked");
            } catch (ServerRefusalException refusal) {
                if (readTableKind(connection, context, fencedName) == TableKind.NONE) {
                    throw refusal;
                }
            } catch (ConnectionLostException connectionLoss) {
                connection.reconnect();
            }
        }
        return false;
    }

    private enum TableKind {
        TABLE,
        /** A view, or a materialized view. */
        VIEW,
        /** No object has the name. */
        NONE
    }

    private static TableKind readTableKind(StepConnection connection, RunContext context, ObjectName name) {
        return readTableKinds(connection, context, name).getOrDefault(name.name(), TableKind.NONE);
    }

    /** Returns the kinds of a table, of all objects whose names begin with its name, and possibly of others. */
    private static Map<String, TableKind> readTableKinds(
            StepConnection connection, RunContext context, ObjectName tableName) {
        return connection.runIdempotent(context::createBackoff, server -> {
            Map<String, TableKind> kindByName = new TreeMap<>();
            for (List<String> row : server.fetchRows("SHOW FULL TABLES FROM "
                    + SqlQuoting.quoteName(tableName.database()) + SqlQuoting.renderLikeClause(tableName.name()))) {
                kindByName.put(
                        String.valueOf(row.get(0)),
                        String.valueOf(row.get(1)).equals("BASE TABLE") ? TableKind.TABLE : TableKind.VIEW);
            }
            return kindByName;
        });
    }

    /**
     * Cleans up after an interrupted run: gives a fenced table its original name, or the staging name if the new table
     * already has the original one. Statements of that run that arrive later are refused.
     */
    public static void restore(RunContext context, StepConnection connection, List<RunStep> steps) {
        RunStep.selectStatements(steps)
                .forEach(step -> step.findSwapPartner()
                        .filter(stagingName ->
                                TemporaryName.findSentNumber(stagingName.name()).isPresent())
                        .ifPresent(stagingName -> restoreTable(
                                context,
                                connection,
                                step,
                                Objects.requireNonNull(step.simulatedStep().object()),
                                stagingName)));
    }

    private static void restoreTable(
            RunContext context,
            StepConnection connection,
            StatementStep step,
            ObjectName tableName,
            ObjectName stagingName) {
        Map<String, TableKind> kindByName = readTableKinds(connection, context, tableName);
        List<String> stagingNames = kindByName.keySet().stream()
                .filter(name -> TemporaryName.findSentNumber(name).isPresent()
                        && TemporaryName.removeSuffix(name).equals(tableName.name()))
                .toList();
        List<String> fencedNames = kindByName.keySet().stream()
                .filter(name -> name.startsWith(tableName.name() + FENCED_NAME_INFIX)
                        && kindByName.get(name) == TableKind.TABLE)
                .toList();
        if (!fencedNames.isEmpty()) {
            boolean hasNewTable = kindByName.containsKey(tableName.name());
            if (fencedNames.size() > 1 || (hasNewTable && !stagingNames.isEmpty())) {
                throw new RebuildErrors(context, step).ambiguousFencedTable(tableName, fencedNames.get(0));
            }
            context.warn("An interrupted run left " + tableName + " under the name " + fencedNames.get(0));
            rename(context, connection, tableName.withName(fencedNames.get(0)), hasNewTable ? stagingName : tableName);
        }
        if (context.rebuildOptions().swapMode() == RebuildOptions.SwapMode.FENCE && context.wasInterrupted(step)) {
            for (String name : stagingNames) {
                long number = TemporaryName.findSentNumber(name).orElseThrow();
                if (number != context.ledger().acquiredSequence()) {
                    tryBlockName(context, connection, createFencedName(tableName, Long.toString(number)));
                }
            }
        }
    }

    private void awaitTransactions(RunningTransactions transactions, Ticker.Stopwatch stopwatch) {
        transactions.awaitAll(
                tables.tableName().database(),
                labels -> requireRemainingTime(
                        stopwatch, "these loads of the database were still running: " + String.join(", ", labels)),
                () -> context.sleep(POLL_INTERVAL));
    }

    /** Sets the timeout of loads to the remaining time for which the table may be unavailable. */
    private void limitLoadTimeout(Ticker.Stopwatch stopwatch) {
        long remainingSeconds =
                Math.max(1, maxUnavailability.minus(stopwatch.elapsed()).toSeconds());
        Map<String, String> limitedVariables = new HashMap<>(connection.variables());
        limitedVariables.put("insert_timeout", Long.toString(remainingSeconds));
        connection.setVariables(limitedVariables);
        connection.ensureOpen(context::createBackoff);
    }

    private void requireRemainingTime(Ticker.Stopwatch stopwatch, String progressDescription) {
        context.cancellation().requireNotCancelled();
        if (stopwatch.elapsed().compareTo(maxUnavailability) > 0) {
            throw new FenceTimeoutException("when the limit of " + DurationFormatter.format(maxUnavailability)
                    + " was exceeded, " + progressDescription);
        }
    }

    /**
     * Renames a table to a free name. If the answer is lost, the names of the tables show whether the statement ran.
     */
    private static void rename(RunContext context, StepConnection connection, ObjectName oldName, ObjectName newName) {
        connection.performIdempotent(context::createBackoff, server -> {
            Map<String, TableKind> kindByName = readTableKinds(connection, context, oldName);
            if (kindByName.containsKey(oldName.name())
                    || readTableKind(connection, context, newName) == TableKind.NONE) {
                context.ledger().requireHeld();
                server.execute(SqlQuoting.renderRename("TABLE", oldName, newName));
            }
        });
    }

    private static ObjectName createFencedName(ObjectName tableName, String nameSuffix) {
        return tableName.withName(tableName.name() + FENCED_NAME_INFIX + nameSuffix);
    }
}
