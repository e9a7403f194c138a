package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.parse.InsertLabel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs an INSERT. The server accepts a label only once and remembers for days whether its load has run, so a resumed
 * run asks for the label instead of counting rows.
 */
public final class LoadRun {
    /**
     * The number of poll intervals between two checks of a load: with the default of five seconds, its state is read
     * once a minute.
     */
    private static final int POLL_INTERVALS_PER_CHECK = 12;

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final StepErrors errors;
    private final ObjectName tableName;
    private final String databaseName;
    private final String labelSuffix;
    private String statementText;
    private boolean runsPartOfStep;
    private boolean hasLabelOfThisLedger;
    private boolean wasLabelUsed;

    public LoadRun(RunContext context, StatementStep step, StepConnection connection) {
        this(context, step, connection, "");
    }

    /** @param labelSuffix the end of the label, if Cairn generates it */
    public LoadRun(RunContext context, StatementStep step, StepConnection connection, String labelSuffix) {
        this.labelSuffix = labelSuffix;
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
        this.tableName = Objects.requireNonNull(step.simulatedStep().object());
        this.databaseName = tableName.database();
        this.statementText = step.text();
    }

    /**
     * Sends a statement that does a part of the step. If the server refuses it, the step still counts as started,
     * because other parts may have run.
     *
     * @param label a label that no other statement has
     */
    public void runPart(String partText, String label) {
        statementText = partText;
        runsPartOfStep = true;
        send(label, true);
    }

    /**
     * Returns the label in the text of the step; if there is none, a label that is unique to this step and this run.
     * The labels of the parts of a step begin with this label.
     */
    public static String determineLabel(RunContext context, StatementStep step, RunLabel runLabel) {
        return InsertLabel.findIn(step.text())
                .orElseGet(() -> runLabel.createLoadLabel(
                        context.schemaName(), context.migration().number(), step.number()));
    }

    /** Runs the load until it has ended. Returns false if an interrupted run has completed it. */
    public boolean run() {
        boolean wasInterrupted = context.wasInterrupted(step);
        wasLabelUsed = wasInterrupted;
        if (!wasInterrupted) {
            context.publishBegin(step);
        }
        RunLabel runLabel = context.ledger().beginStep(step.number());
        String label = determineLabel(context, step, runLabel) + labelSuffix;
        hasLabelOfThisLedger = runLabel.hasLedgerIdentifier()
                && InsertLabel.findIn(step.text()).isEmpty();
        if (wasInterrupted) {
            LoadState loadState = awaitEnd(label);
            if (loadState == LoadState.FINISHED) {
                return false;
            }
            context.publishBegin(step);
            if (loadState == LoadState.UNKNOWN && !step.isRepeatable()) {
                prepareResend(label);
            }
            context.ledger().requireHeld();
        }
        // If a label of this ledger is in use, a previous owner has used it: its statement arrived late. If there was
        // no previous owner, an older ledger has used it.
        send(label, wasInterrupted || (hasLabelOfThisLedger && context.ledger().isContinued()));
        return true;
    }

    /**
     * Prepares to send a load again that never arrived, or that ended so long ago that the server has forgotten its
     * label.
     *
     * <p>If the server can't have forgotten the label, no preparation is needed: even if the first load is only late,
     * the server accepts only one of the two. Otherwise, a load is sent again only if no other statement fills its
     * staging table, which is truncated first. The first load can't add its rows later, because the migrator that took
     * over has renamed the table.
     *
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if the load can't be sent again safely
     */
    private void prepareResend(String label) {
        String uncertainty = "the load " + label + " ran: the server does not know its label, or has forgotten it";
        if (!fillsStagingTable()) {
            if (new LabelRetention(context, connection)
                    .remembersLabelsSince(databaseName, context.ledger().earliestStepStart())) {
                context.warn("The load " + label + " never arrived: it is sent again with the same label");
                return;
            }
            throw errors.uncertainStep(uncertainty);
        }
        context.warn(
                "The load " + label + " is unknown to the server: " + tableName + " is truncated, and loaded again");
        try {
            connection.performIdempotent(context::createBackoff, server -> {
                context.ledger().requireHeld();
                server.execute("TRUNCATE TABLE " + SqlQuoting.quoteName(tableName));
            });
        } catch (ServerRefusalException refusal) {
            throw errors.uncertainStep(
                    uncertainty + ", and " + tableName + " can't be truncated: " + refusal.getMessage());
        }
    }

    /**
     * Returns whether the table is a staging table whose rows no earlier step changes. No other client reads such a
     * table.
     */
    private boolean fillsStagingTable() {
        return TemporaryName.findSentNumber(tableName.name()).isPresent()
                && context.ledger().isStaging(tableName)
                && context.preparedMigration().steps().stream()
                        .takeWhile(earlierStep -> earlierStep.number() < step.number())
                        .noneMatch(this::changesRowsOfTable);
    }

    private boolean changesRowsOfTable(RunStep earlierStep) {
        return earlierStep instanceof StatementStep statementStep
                && (CompletionEvidence.of(statementStep) != CompletionEvidence.INSPECTION
                        || CompletionEvidence.isSwap(statementStep))
                && (tableName.equals(statementStep.simulatedStep().object())
                        || statementStep.simulatedStep().touchedParts().stream()
                                .anyMatch(touchedPart -> tableName.equals(touchedPart.object())));
    }

    /**
     * Sends the load, repeatedly if necessary, and returns when it has succeeded.
     *
     * @param mayHaveRunBefore whether a load of an earlier run may have this label
     */
    private void send(String label, boolean mayHaveRunBefore) {
        boolean mayHaveRun = mayHaveRunBefore;
        StatementAttempts attempts = new StatementAttempts(context, step, connection);
        while (true) {
            try {
                sendOnce(connection.openConnection(step.session()), label);
                break;
            } catch (ServerRefusalException refusal) {
                Optional<TransientError> transientError = refusal.transientError();
                if (transientError.isPresent()) {
                    mayHaveRun |= transientError.get().mayHaveRun();
                    if (recoverFromTransientError(refusal, transientError.get(), label, attempts)) {
                        return;
                    }
                } else if (recoverFromRefusal(refusal, label, mayHaveRun, attempts)) {
                    return;
                }
            } catch (ConnectionLostException connectionLoss) {
                mayHaveRun = true;
                attempts.reconnect(connectionLoss);
                if (awaitEnd(label) == LoadState.FINISHED) {
                    return;
                }
            }
            // A load that seemed lost may only be late: the server accepts only one of the two.
            context.ledger().requireHeld();
        }
        // A lost answer does not mean that the load failed.
        awaitEnd(label);
    }

    @SuppressWarnings("try") // the monitor exists only to be closed
    private void sendOnce(ServerConnection server, String label) {
        boolean isFirstUseOfLabel = !wasLabelUsed;
        wasLabelUsed = true;
        Duration pollInterval =
                context.optionValues().get(MigratorOption.MAX_POLL_PAUSE).multipliedBy(POLL_INTERVALS_PER_CHECK);
        try (LoadMonitor monitor = LoadMonitor.start(
                server,
                () -> connection.runOnSeparateConnection(
                        separateConnection -> LoadState.readInDatabase(separateConnection, databaseName, label)),
                isFirstUseOfLabel,
                pollInterval)) {
            server.executeLoad(
                    InsertLabel.findIn(statementText).isPresent()
                            ? statementText
                            : InsertLabel.addTo(statementText, label));
        }
    }

    /**
     * Returns whether the load is done despite the error. If not, it may be sent again, because the server accepts only
     * one load with the label.
     */
    private boolean recoverFromTransientError(
            ServerRefusalException refusal, TransientError transientError, String label, StatementAttempts attempts) {
        if (transientError.mayHaveRun() && awaitEnd(label) == LoadState.FINISHED) {
            return true;
        }
        if (!attempts.pauseForRetry(refusal)) {
            recordUndone();
            throw errors.refusedStatement(refusal);
        }
        context.cancellation().requireNotCancelled();
        return false;
    }

    /** Returns whether the load is done despite the refusal. */
    private boolean recoverFromRefusal(
            ServerRefusalException refusal, String label, boolean mayHaveRun, StatementAttempts attempts) {
        if (attempts.pauseIfBusy(refusal)) {
            return false;
        }
        if (!RefusalPatterns.isLabelInUse(refusal)) {
            if (!RefusalPatterns.isBeforeStart(refusal) && awaitEnd(label) == LoadState.FINISHED) {
                return true;
            }
            recordUndone();
            throw errors.refusedStatement(refusal);
        }
        if (!mayHaveRun) {
            recordUndone();
            if (InsertLabel.findIn(step.text()).isPresent()) {
                throw errors.usedLabel(label);
            }
            throw hasLabelOfThisLedger ? errors.olderLedger(label) : errors.foreignLabel(label);
        }
        LoadState loadState = awaitEnd(label);
        // A label that is in use, but that the server has forgotten, belongs to a load that has ended.
        return loadState == LoadState.FINISHED || loadState == LoadState.UNKNOWN;
    }

    /**
     * Waits until the load has ended, and returns its final state.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if the load runs longer than its timeout
     */
    private LoadState awaitEnd(String label) {
        Backoff backoff = context.createBackoff();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        LoadState loadState = readState(label);
        while (loadState == LoadState.RUNNING) {
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw errors.runningLoad(label, connection.loadTimeout());
            }
            context.publishWait(step, "the load " + label + " is running");
            backoff.pause();
            loadState = readState(label);
        }
        return loadState;
    }

    private void recordUndone() {
        if (!runsPartOfStep) {
            context.ledger().recordUndone(step.number());
        }
    }

    private LoadState readState(String label) {
        return connection.runIdempotent(
                context::createBackoff, server -> LoadState.readInDatabase(server, databaseName, label));
    }
}
