package dev.cairn.internal.run.step;

import dev.cairn.catalog.Column;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.reflection.AlterJobs;
import dev.cairn.internal.reflection.AlterJobs.AlterJob;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.JobAwaiter.CancelledJobException;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.internal.run.step.evidence.DefinitionEvidence;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.internal.run.step.evidence.ObservedDefinition;
import dev.cairn.plan.WidenedColumns;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement whose effect the server shows. Instead of tracking whether the statement ran, it inspects the
 * objects before it sends the statement, and again after each wait or error.
 */
public final class DdlStepRun {
    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final StepInspector inspector;
    private final StepGuard stepGuard;
    private final StepErrors errors;
    private final JobAwaiter jobAwaiter;
    private final List<GrantTransfer> grantTransfers;
    private final OldTableRetention oldTableRetention;
    private final RefreshAwaiter refreshAwaiter;
    private final TemporaryColumnNames temporaryColumnNames;
    private boolean hasBegunStep;
    private boolean mayHaveRun;
    private String sentText = "";
    private @Nullable String substituteText;
    private @Nullable ObservedDefinition confirmedDefinition;
    private List<AlterClause> completedClauses = List.of();

    public DdlStepRun(RunContext context, StatementStep step, StepConnection connection) {
        this(context, step, connection, null);
    }

    /**
     * @param previousDefinition the definition that the server showed after the previous step; null if it was not read
     */
    public DdlStepRun(
            RunContext context,
            StatementStep step,
            StepConnection connection,
            @Nullable ObservedDefinition previousDefinition) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        // A statement of an earlier run may still take effect.
        this.inspector = new StepInspector(context, context.wasInterrupted(step) ? null : previousDefinition);
        this.stepGuard = StepGuard.of(context, step);
        this.errors = new StepErrors(context, step);
        this.jobAwaiter = new JobAwaiter(context, step, connection);
        this.oldTableRetention = new OldTableRetention(context, step, connection);
        this.refreshAwaiter = new RefreshAwaiter(context, step, connection);
        this.temporaryColumnNames = new TemporaryColumnNames(context, step, connection);
        this.grantTransfers = StepGuard.findTransfers(context, step, connection);
        this.mayHaveRun = context.wasInterrupted(step);
    }

    /** Sends another text with the same effect in place of the recorded statement. */
    public DdlStepRun sendInstead(String substituteText) {
        this.substituteText = substituteText;
        return this;
    }

    /** Returns the definition in which the server showed the effect of the statement; null if it was not read. */
    @Nullable
    public ObservedDefinition confirmedDefinition() {
        return confirmedDefinition;
    }

    /**
     * Runs the statement until the server shows its effect. Returns false if the server showed the effect before the
     * statement was sent.
     */
    public boolean run() {
        try {
            boolean hasRun = runUntilDone();
            for (GrantTransfer transfer : grantTransfers) {
                transfer.finish();
            }
            return hasRun;
        } catch (RuntimeException failure) {
            grantTransfers.forEach(transfer -> transfer.abandon(failure));
            throw failure;
        }
    }

    private boolean runUntilDone() {
        if (context.ledger().executedStepNumbers().contains(step.number())) {
            return false;
        }
        stepGuard.requirePermitted(connection);
        boolean hasEarlierJobSucceeded = mayHaveRun && jobAwaiter.awaitRunningJob();
        StatementAttempts attempts = new StatementAttempts(context, step, connection);
        while (stepGuard.skipsInspection(mayHaveRun) || !isDoneByInspection(hasEarlierJobSucceeded)) {
            try {
                if (sendAndAwait(attempts)) {
                    return true;
                }
            } catch (CancelledJobException cancellation) {
                mayHaveRun = false;
                String reason =
                        "the server cancelled the job: " + cancellation.job().message();
                if (cancellation.transientError().isEmpty() || !attempts.pauseForRetry(reason)) {
                    context.ledger().recordUndone(step.number());
                    throw errors.cancelledJob(cancellation.job());
                }
                context.cancellation().requireNotCancelled();
            }
        }
        return hasBegunStep;
    }

    /**
     * Sends the statement and waits for its end. Returns whether it is done; if not, the caller inspects the objects.
     */
    private boolean sendAndAwait(StatementAttempts attempts) {
        new ViewActivator(context, connection).activateRequiredViews(step);
        Optional<AlterJob> previousJob = jobAwaiter.readNewestJob();
        Optional<RetainedTable> retainedTable = oldTableRetention.findRetainedTable();
        refreshAwaiter.noteEarlierRuns();
        beginStep();
        try {
            Optional<String> sortKeyShortening = KeptSortKey.findShortening(step, inspector.differingTable());
            if (sortKeyShortening.isPresent()) {
                send(sortKeyShortening.get());
                jobAwaiter.awaitEnd(previousJob);
                return false;
            }
            send(retainedTable.map(oldTableRetention::renderRename).orElseGet(this::renderRemainingStatement));
            awaitEnd(previousJob);
            retainedTable.ifPresent(oldTableRetention::publishRetention);
            return true;
        } catch (ServerRefusalException refusal) {
            return recoverFromRefusal(refusal, previousJob, attempts);
        } catch (ConnectionLostException connectionLoss) {
            mayHaveRun = true;
            attempts.reconnect(connectionLoss);
            if (awaitStartedJob(previousJob)) {
                return true;
            }
            if (step.isSwap() && !isDoneByInspection(false)) {
                throw errors.lostSwap(connectionLoss, "the connection was lost");
            }
            return false;
        }
    }

    /**
     * Returns whether the statement is done, according to an inspection, which also determines the completed clauses.
     *
     * @param hasEarlierJobSucceeded whether an earlier job was found running and has succeeded; if so, the statement
     *     counts as done even if the inspection is inconclusive
     * @throws MigrationException if the objects have an unexpected state, or if it can't be determined whether the
     *     statement ran
     */
    private boolean isDoneByInspection(boolean hasEarlierJobSucceeded) {
        InspectionResult inspectionResult = inspect();
        completedClauses = inspectionResult.completedClauses();
        if (inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE) && hasEarlierJobSucceeded) {
            return true;
        }
        if (inspectionResult.hasState(InspectionResult.State.UNEXPECTED)) {
            throw errors.unexpectedState(inspectionResult.differences());
        }
        if (inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE)
                && mayHaveRun
                && !CompletionEvidence.isIdempotent(step)) {
            throw errors.uncertainStep("it ran: "
                    + (inspectionResult.differences().isEmpty()
                            ? "the states before and after it look the same"
                            : String.join("; ", inspectionResult.differences())));
        }
        return showsEffect(inspectionResult);
    }

    /**
     * Returns whether the objects show the effect of the statement. The swap of a staging table of this run has no
     * effect before it is sent, even if the tables look swapped.
     */
    private boolean showsEffect(InspectionResult inspectionResult) {
        return inspectionResult.hasState(InspectionResult.State.AFTER) && (mayHaveRun || !context.isNewSwap(step));
    }

    /**
     * Inspects the objects. If the effect is not visible, added columns with temporary names first get their own names.
     * If the objects match neither state, a late statement of an earlier owner of the ledger may have renamed a staging
     * object: the staging object gets its expected name, and all objects are inspected again.
     */
    private InspectionResult inspect() {
        InspectionResult inspectionResult = inspectOnce();
        if (!inspectionResult.hasState(InspectionResult.State.AFTER)
                && temporaryColumnNames.restoreNames(inspector.differingTable())) {
            inspectionResult = inspectOnce();
        }
        return inspectionResult.hasState(InspectionResult.State.UNEXPECTED)
                        && new StagingTakeover(context, connection).takeOver(step)
                ? inspectOnce()
                : inspectionResult;
    }

    private InspectionResult inspectOnce() {
        return connection.runIdempotent(context::createBackoff, server -> inspector.inspect(server, step));
    }

    /** Prepares an attempt: gives grants to the new object, and records the step, or checks that the ledger is held. */
    private void beginStep() {
        if (hasBegunStep) {
            for (GrantTransfer transfer : grantTransfers) {
                transfer.applyGrants();
            }
            context.ledger().requireHeld();
        } else {
            new ReplacedTableCheck(context, connection).requireRecorded(step);
            context.publishBegin(step);
            for (GrantTransfer transfer : grantTransfers) {
                transfer.updateGrants();
            }
            context.ledger().beginStep(step.number(), readEvidence());
            hasBegunStep = true;
        }
    }

    private String readEvidence() {
        Statement statement = step.requireStatement();
        return context.ledger().recordsDefinitions()
                ? connection
                        .runIdempotent(
                                context::createBackoff,
                                server -> DefinitionEvidence.read(
                                        server, context.reflection(), statement, step.session()))
                        .format()
                : "";
    }

    private void send(String statementText) {
        sentText = statementText;
        ServerConnection server = connection.openConnection(step.session());
        if (step.simulatedStep().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            server.executeLoad(statementText);
        } else {
            server.execute(statementText);
        }
    }

    /**
     * Renders the statement without the completed clauses, with the types that a downgrade has kept, and with the
     * temporary names of columns. If this changes nothing, returns the replacement by the guard, or the statement
     * itself.
     */
    private String renderRemainingStatement() {
        if (step.simulatedStep().action().statement() instanceof Statement.AlterTable alter) {
            List<AlterClause> clauses = new ArrayList<>(alter.clauses());
            clauses.removeAll(completedClauses);
            clauses.replaceAll(this::withKeptType);
            clauses.replaceAll(temporaryColumnNames::replaceNames);
            if (!clauses.equals(alter.clauses())) {
                return Sql.render(new Statement.AlterTable(alter.table(), clauses, alter.span()));
            }
        }
        return connection
                .runIdempotent(context::createBackoff, stepGuard::findReplacementStatement)
                .orElseGet(() -> Objects.requireNonNullElseGet(substituteText, step::text));
    }

    /** Returns the clause; if it modifies a column that has a wider type than it declares, with the wider type. */
    private AlterClause withKeptType(AlterClause clause) {
        ObjectName tableName = step.simulatedStep().object();
        if (!(clause instanceof AlterClause.ModifyColumn modify) || tableName == null) {
            return clause;
        }
        String columnName = modify.column().name().text();
        Optional<Column> expectedColumn = step.catalogAfter()
                .findTable(tableName.database(), tableName.name())
                .flatMap(table -> table.findColumn(columnName));
        return inspector
                .differingTable()
                .flatMap(table -> table.findColumn(columnName))
                .filter(liveColumn -> expectedColumn
                        .filter(column -> WidenedColumns.isWider(column, liveColumn))
                        .isPresent())
                .<AlterClause>map(liveColumn -> new AlterClause.ModifyColumn(
                        modify.column().withType(liveColumn.type()),
                        modify.position(),
                        modify.rollup(),
                        modify.properties(),
                        modify.span()))
                .orElse(clause);
    }

    /** Waits for the job of a statement whose answer was lost. Returns false if the statement has not started a job. */
    private boolean awaitStartedJob(Optional<AlterJob> previousJob) {
        boolean hasStarted = jobAwaiter
                .readNewestJob()
                .filter(job -> AlterJobs.isNewer(job, previousJob))
                .isPresent();
        if (hasStarted) {
            awaitEnd(previousJob);
        }
        return hasStarted;
    }

    /**
     * Inspects the objects after a transient error, and pauses before a retry. Returns whether the statement is done.
     */
    private boolean recoverFromTransientError(
            ServerRefusalException refusal,
            TransientError transientError,
            Optional<AlterJob> previousJob,
            StatementAttempts attempts) {
        if (transientError.mayHaveRun()) {
            mayHaveRun = true;
            if (awaitStartedJob(previousJob) || isDoneByInspection(false)) {
                return true;
            }
            if (step.isSwap()) {
                throw errors.lostSwap(refusal, "the server cancelled the statement");
            }
        }
        if (!attempts.pauseForRetry(refusal)) {
            context.ledger().recordUndone(step.number());
            throw errors.refusedStatement(refusal);
        }
        context.cancellation().requireNotCancelled();
        return false;
    }

    /** Returns whether the statement is done despite the refusal. */
    private boolean recoverFromRefusal(
            ServerRefusalException refusal, Optional<AlterJob> previousJob, StatementAttempts attempts) {
        if (attempts.pauseIfBusy(refusal)) {
            return false;
        }
        Optional<TransientError> transientError = refusal.transientError();
        if (transientError.isPresent()) {
            return recoverFromTransientError(refusal, transientError.get(), previousJob, attempts);
        }
        if (temporaryColumnNames.noteRefusal(refusal)) {
            return false;
        }
        stepGuard.requireDoneDespiteRefusal(refusal, connection, mayHaveRun);
        // The server may refuse the statement because it is already done: an earlier attempt that seemed lost was only
        // late.
        if (RefusalPatterns.isNoOp(refusal)) {
            return true;
        }
        InspectionResult inspectionResult = inspect();
        if (inspectionResult.hasState(InspectionResult.State.INCONCLUSIVE) && mayHaveRun) {
            throw errors.uncertainStep("it ran: the second attempt was refused: " + refusal.reason());
        }
        if (!showsEffect(inspectionResult)) {
            context.ledger().recordUndone(step.number());
            throw errors.refusedStatement(refusal);
        }
        return true;
    }

    private void awaitEnd(Optional<AlterJob> previousJob) {
        WaitCondition waitCondition = step.simulatedStep().waitCondition();
        if (waitCondition == WaitCondition.HIDDEN_JOB) {
            new HiddenJobAwaiter(context, step, connection, this::inspect).await(sentText);
            return;
        }
        if (waitCondition == WaitCondition.REFRESH) {
            refreshAwaiter.await();
            return;
        }
        jobAwaiter.awaitEnd(previousJob);
        if (step.simulatedStep().isVisibleInShowCreate()
                && (waitCondition != WaitCondition.NOTHING || mayHaveStartedJob())) {
            confirmResult();
        }
    }

    /**
     * Returns whether a statement that is planned to be synchronous may have started a job: this depends on the
     * configuration of the server.
     */
    private boolean mayHaveStartedJob() {
        return step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                && alter.assignedNames().isEmpty();
    }

    /**
     * Requires that the server shows the effect of the statement. If it does not yet, inspects the objects again after
     * SYNC, because a follower frontend may lag behind its leader.
     */
    private void confirmResult() {
        InspectionResult inspectionResult = inspect();
        if (!inspectionResult.hasState(InspectionResult.State.AFTER)) {
            jobAwaiter.awaitRunningJob();
            connection.executeIdempotent(context::createBackoff, "SYNC");
            inspectionResult = inspect();
        }
        if (inspectionResult.hasState(InspectionResult.State.UNEXPECTED)) {
            throw errors.unexpectedState(inspectionResult.differences());
        }
        if (inspectionResult.hasState(InspectionResult.State.BEFORE)) {
            context.ledger().recordUndone(step.number());
            throw errors.missingEffect();
        }
        confirmedDefinition = inspector.lastDefinition();
    }
}
