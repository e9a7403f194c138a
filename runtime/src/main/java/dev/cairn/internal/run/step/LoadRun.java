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
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.parse.InsertLabel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs an INSERT. The server accepts a label only once and remembers for days whether its load has run, so a repeated
 * run asks for the label instead of the rows.
 */
public final class LoadRun {
    /** With the default of five seconds, the state of a load is polled once a minute. */
    private static final int POLLS_BETWEEN_CHECKS = 12;

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final StepConnection connection;
    private final StepErrors errors;
    private final ObjectName table;
    private final String database;
    private final String labelSuffix;
    private String text;
    private boolean isPartOfStep;
    private boolean hasOwnLabel;
    private boolean wasSent;

    public LoadRun(RunContext context, RunStep.StatementStep step, StepConnection connection) {
        this(context, step, connection, "");
    }

    /** @param labelSuffix the end of the label, if Cairn generates it */
    public LoadRun(RunContext context, RunStep.StatementStep step, StepConnection connection, String labelSuffix) {
        this.labelSuffix = labelSuffix;
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
        this.table = Objects.requireNonNull(step.step().object());
        this.database = table.database();
        this.text = step.text();
    }

    /**
     * Sends a statement that does a part of the step. The step stays begun if the server refuses it, because other
     * parts may have run.
     *
     * @param label a label that no other statement has
     */
    public void runPart(String partText, String label) {
        text = partText;
        isPartOfStep = true;
        send(label, true);
    }

    /**
     * Returns the label in the text of the step; if it has none, one that is unique to this step and this run. The
     * labels of the parts of a step begin with it.
     */
    public static String findOrCreateLabel(RunContext context, RunStep.StatementStep step, RunLabel runLabel) {
        return InsertLabel.findIn(step.text())
                .orElseGet(() -> "cairn_" + context.schema() + "_"
                        + context.migration().number() + "_" + step.number() + "_" + runLabel);
    }

    /** Runs the load until it has ended. Returns false if an interrupted run has completed it. */
    public boolean run() {
        boolean wasInterrupted = context.wasInterrupted(step);
        wasSent = wasInterrupted;
        if (!wasInterrupted) {
            context.publishBegin(step);
        }
        RunLabel runLabel = context.ledger().beginStep(step.number());
        String label = findOrCreateLabel(context, step, runLabel) + labelSuffix;
        hasOwnLabel =
                runLabel.isOfThisLedger() && InsertLabel.findIn(step.text()).isEmpty();
        if (wasInterrupted) {
            LoadState state = awaitEnd(label);
            if (state == LoadState.FINISHED) {
                return false;
            }
            context.publishBegin(step);
            if (state == LoadState.UNKNOWN && !step.isRepeatable()) {
                prepareResend(label);
            }
            context.ledger().requireHeld();
        }
        // If a label of this ledger is in use, a previous owner has used it: its statement arrived late. If there was
        // no previous owner, an older ledger has used it.
        send(label, wasInterrupted || (hasOwnLabel && context.ledger().isContinued()));
        return true;
    }

    /**
     * Prepares to send a load again that never arrived, or that ended so long ago that the server has forgotten its
     * label.
     *
     * <p>If the server can't have forgotten the label, nothing has to be done: should the first load only be late, the
     * server accepts one of the two. Otherwise, only a load that alone fills a staging table is sent again, after the
     * table has been truncated. The first load can't add its rows later: a take-over has renamed the table, so that it
     * does not find the table under the name that it uses.
     *
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if the load can't be sent again safely
     */
    private void prepareResend(String label) {
        String uncertainty = "the load " + label + " ran: the server does not know its label, or has forgotten it";
        if (!fillsStagingTable()) {
            if (new LabelRetention(context, connection)
                    .hasLabelsSince(database, context.ledger().earliestStepStart())) {
                context.publishWait(step, "the load " + label + " never arrived: it is sent again with the same label");
                return;
            }
            throw errors.uncertainStep(uncertainty);
        }
        context.warn("The load " + label + " is unknown to the server: " + table + " is truncated, and loaded again");
        try {
            connection.runIdempotent(context::createBackoff, server -> {
                context.ledger().requireHeld();
                server.execute("TRUNCATE TABLE " + SqlQuoting.quoteName(table));
                return server;
            });
        } catch (ServerRefusalException refusal) {
            throw errors.uncertainStep(uncertainty + ", and " + table + " can't be truncated: " + refusal.getMessage());
        }
    }

    /**
     * Returns whether the table is a staging table, which no other client reads, and no earlier step changes its rows.
     */
    private boolean fillsStagingTable() {
        return StagingName.parseNumber(table.name()).isPresent()
                && context.ledger().isStaging(table)
                && context.preparedMigration().steps().stream()
                        .takeWhile(earlierStep -> earlierStep.number() < step.number())
                        .noneMatch(this::changesRowsOfTable);
    }

    private boolean changesRowsOfTable(RunStep earlierStep) {
        return earlierStep instanceof RunStep.StatementStep statement
                && (CompletionEvidence.of(statement) != CompletionEvidence.INSPECTION
                        || CompletionEvidence.isSwap(statement))
                && (table.equals(statement.step().object())
                        || statement.step().touchedParts().stream()
                                .anyMatch(touchedPart -> table.equals(touchedPart.object())));
    }

    /**
     * Sends the load until it has ended.
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
            } catch (ConnectionLostException loss) {
                mayHaveRun = true;
                attempts.reconnect(loss);
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
        boolean isFirst = !wasSent;
        wasSent = true;
        Duration pause = context.options().get(MigratorOption.MAX_POLL).multipliedBy(POLLS_BETWEEN_CHECKS);
        try (LoadMonitor monitor = LoadMonitor.start(
                server,
                () -> connection.runOnOtherConnection(
                        otherConnection -> LoadState.readInDatabase(otherConnection, database, label)),
                isFirst,
                pause)) {
            server.executeLoad(InsertLabel.findIn(text).isPresent() ? text : InsertLabel.addTo(text, label));
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
        context.cancellation().throwIfCancelled();
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
            throw hasOwnLabel ? errors.olderLedger(label) : errors.foreignLabel(label);
        }
        LoadState state = awaitEnd(label);
        // A label that is in use, but that the server has forgotten, belongs to a load that has ended.
        return state == LoadState.FINISHED || state == LoadState.UNKNOWN;
    }

    /**
     * Waits until the load has ended, and returns its final state.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepException if the load runs longer than its timeout
     */
    private LoadState awaitEnd(String label) {
        Backoff backoff = context.createBackoff();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        LoadState state = readState(label);
        while (state == LoadState.RUNNING) {
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw errors.runningLoad(label, connection.loadTimeout());
            }
            context.publishWait(step, "the load " + label + " is running");
            backoff.pause();
            state = readState(label);
        }
        return state;
    }

    private void recordUndone() {
        if (!isPartOfStep) {
            context.ledger().recordUndone(step.number());
        }
    }

    private LoadState readState(String label) {
        return connection.runIdempotent(
                context::createBackoff, server -> LoadState.readInDatabase(server, database, label));
    }
}
