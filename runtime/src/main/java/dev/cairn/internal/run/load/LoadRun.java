package dev.cairn.internal.run.load;

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
import dev.cairn.internal.run.step.LabelRetention;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StatementAttempts;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.parse.InsertLabel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

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

    /**
     * The time within which the server lists a load whose transaction has begun. A label that is in use and is still
     * not listed then belongs to a load that has ended, and that the server has forgotten.
     */
    private static final Duration MAX_PLANNING_TIME = Duration.ofMinutes(1);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final StepErrors errors;
    private final LoadErrors loadErrors;
    private final OverwriteInspector overwriteInspector;
    private final ObjectName tableName;
    private final LongFunction<String> labelSuffixFactory;
    private String statementText;
    private boolean runsPartOfStep;
    private boolean hasLabelOfThisLedger;
    private boolean wasLabelUsed;
    private @Nullable PlanningWait planningWait;

    /** The wait for a load that the server may still plan, since its label was refused for the first time. */
    private record PlanningWait(Ticker.Stopwatch stopwatch, Backoff backoff) {}

    public LoadRun(RunContext context, StatementStep step, StepConnection connection) {
        this(context, step, connection, sequence -> sequence == 0 ? "" : "_" + sequence);
    }

    /**
     * @param labelSuffixFactory returns the end of a label that Cairn generates. The argument is 0 for the first load;
     *     if the load is sent again with another label, it is the sequence of the migrator
     */
    public LoadRun(
            RunContext context,
            StatementStep step,
            StepConnection connection,
            LongFunction<String> labelSuffixFactory) {
        this.labelSuffixFactory = labelSuffixFactory;
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
        this.loadErrors = new LoadErrors(context, step);
        this.overwriteInspector = new OverwriteInspector(context, step, connection);
        this.tableName = Objects.requireNonNull(step.simulatedStep().object());
        this.statementText = step.text();
    }

    /**
     * Sends a statement that does a part of the step. If the server refuses it, the step still counts as started,
     * because other parts may have run.
     *
     * @param label a label that no other statement has
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if another load has the label
     */
    public void runPart(String partText, String label) {
        statementText = partText;
        runsPartOfStep = true;
        send(label, false);
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
        RunLabel runLabel = wasInterrupted
                ? context.ledger().beginStep(step.number(), overwriteInspector.resumeEvidence())
                : beginStep(0);
        String stepLabel = determineLabel(context, step, runLabel);
        String label = stepLabel + labelSuffixFactory.apply(overwriteInspector.labelNumber());
        hasLabelOfThisLedger = runLabel.hasLedgerIdentifier() && !hasLabelInText();
        if (wasInterrupted) {
            LoadState loadState = awaitEnd(label);
            if (loadState == LoadState.FINISHED && overwriteInspector.hasReplacedRows(label)) {
                return false;
            }
            context.publishBegin(step);
            if (loadState == LoadState.FINISHED) {
                label = beginWithOtherLabel(label, stepLabel);
            } else if (loadState == LoadState.UNKNOWN && !step.isRepeatable()) {
                if (fillsStagingTable() && !hasLabelInText()) {
                    sendIntoEmptiedTable(label, stepLabel);
                    return true;
                }
                requireRememberedLabels(label);
            }
            context.ledger().requireHeld();
        } else if (overwriteInspector.overwrites()
                && hasLabelOfThisLedger
                && context.ledger().isContinued()
                && hasFinished(label)) {
            // The rows of this load did not replace the old ones, or a user has asked for another load.
            label = beginWithOtherLabel(label, stepLabel);
        }
        // If a label of this ledger is in use, the statement of a previous owner arrived late. If there was no previous
        // owner, the load belongs to a later state of the ledger, which was probably restored from a backup.
        send(label, wasInterrupted || (hasLabelOfThisLedger && context.ledger().isContinued()));
        return true;
    }

    /** Begins the step in the ledger, and notes the number at the end of the label, and what is overwritten. */
    private RunLabel beginStep(long labelNumber) {
        return context.ledger().beginStep(step.number(), overwriteInspector.takeEvidence(labelNumber));
    }

    /**
     * Begins the step once more, and returns the label of a second load: the first one has finished without an effect,
     * and its label stays in use.
     */
    private String beginWithOtherLabel(String usedLabel, String stepLabel) {
        if (hasLabelInText()) {
            recordUndone();
            throw loadErrors.usedLabel(usedLabel);
        }
        beginStep(context.ledger().acquiredSequence());
        return stepLabel + labelSuffixFactory.apply(context.ledger().acquiredSequence());
    }

    private boolean hasFinished(String label) {
        return awaitEnd(label) == LoadState.FINISHED;
    }

    /**
     * Requires that a load of which the server lists nothing never arrived. It is then sent again with the same label:
     * even if the first one is only late, the server accepts only one of the two.
     *
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if the server may have forgotten the label
     */
    private void requireRememberedLabels(String label) {
        if (!new LabelRetention(context, connection)
                .remembersLabelsSince(context.ledger().earliestStepStart())) {
            throw errors.uncertainStep(describeUncertainty(label));
        }
        context.warn("The load " + label + " never arrived: it is sent again with the same label");
    }

    /**
     * Empties the staging table, and fills it again. The new load has another label: a server may refuse a label that
     * it no longer lists, and the refusal would mean that the rows were loaded, although they were removed since. The
     * first load can't add its rows later, because the migrator that took over has renamed the table.
     *
     * @param label the label of the first load
     * @param stepLabel the beginning of the labels of all loads of the step
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if the table can't be emptied
     */
    private void sendIntoEmptiedTable(String label, String stepLabel) {
        context.warn(
                "The load " + label + " is unknown to the server: " + tableName + " is truncated, and loaded again");
        try {
            connection.removeStagingRows(
                    context::createBackoff,
                    context.ledger()::requireHeld,
                    errors,
                    "TRUNCATE TABLE " + SqlQuoting.quoteName(tableName));
        } catch (ServerRefusalException refusal) {
            throw errors.uncertainStep(
                    describeUncertainty(label) + ", and " + tableName + " can't be truncated: " + refusal.getMessage());
        }
        context.ledger().requireHeld();
        wasLabelUsed = false;
        send(stepLabel + labelSuffixFactory.apply(context.ledger().acquiredSequence()), false);
    }

    private static String describeUncertainty(String label) {
        return "the load " + label + " ran: the server does not know its label, or has forgotten it";
    }

    private boolean hasLabelInText() {
        return InsertLabel.findIn(step.text()).isPresent();
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
                && (CompletionEvidence.of(statementStep) != CompletionEvidence.INSPECTION || statementStep.isSwap())
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
                    overwriteInspector.requireReplacedRows(label);
                    return;
                }
            }
            // A load that seemed lost may only be late: the server accepts only one of the two.
            context.ledger().requireHeld();
        }
        // The server may answer before the rows are visible.
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
                () -> connection.runOnSeparateConnection(separateConnection ->
                        LoadState.readInDatabase(separateConnection, tableName.database(), label)),
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
        boolean isLoaded = transientError.mayHaveRun() && hasFinished(label);
        boolean isReplacementRefused = overwriteInspector.overwrites() && transientError != TransientError.LEADER_LOST;
        if (isLoaded && !isReplacementRefused) {
            overwriteInspector.requireReplacedRows(label);
            return true;
        }
        // The label of a load that has finished can't be used again in this run.
        if (isLoaded || !attempts.pauseForRetry(refusal)) {
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
            if (!overwriteInspector.overwrites() && !RefusalPatterns.isBeforeStart(refusal) && hasFinished(label)) {
                return true;
            }
            recordUndone();
            throw errors.refusedStatement(refusal);
        }
        if (!mayHaveRun) {
            recordUndone();
            if (hasLabelOfThisLedger) {
                throw OlderLedgerCheck.refuse(context, step, label);
            }
            throw hasLabelInText() ? loadErrors.usedLabel(label) : loadErrors.foreignLabel(label);
        }
        LoadState loadState = awaitEnd(label);
        boolean hasEnded =
                loadState == LoadState.FINISHED || (loadState == LoadState.UNKNOWN && pauseUnlessForgotten());
        if (hasEnded) {
            overwriteInspector.requireReplacedRows(label);
        }
        return hasEnded;
    }

    /**
     * Returns whether a label that is in use, but is not listed, belongs to a load that has ended. If this is not known
     * yet, pauses before the next attempt. The server begins the transaction of a load, plans the statement, and only
     * then lists the load. If planning fails, the label is free again, so the load is sent repeatedly until its label
     * has been refused for some time.
     */
    private boolean pauseUnlessForgotten() {
        PlanningWait wait = planningWait == null
                ? new PlanningWait(context.ticker().start(), context.createBackoff())
                : planningWait;
        planningWait = wait;
        if (wait.stopwatch().elapsed().compareTo(MAX_PLANNING_TIME) >= 0) {
            return true;
        }
        wait.backoff().pause();
        return false;
    }

    /**
     * Waits until the load has ended, and returns its final state.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the load runs longer than its timeout
     */
    private LoadState awaitEnd(String label) {
        Backoff backoff = context.createBackoff();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        LoadState loadState = readState(label);
        while (loadState == LoadState.RUNNING) {
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw loadErrors.runningLoad(label, connection.loadTimeout());
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
                context::createBackoff, server -> LoadState.readInDatabase(server, tableName.database(), label));
    }
}
