package dev.cairn.internal.run;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.Watchdog;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.run.load.LoadRun;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.SessionStatement;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.rebuild.CopyThrottle;
import dev.cairn.internal.run.rebuild.FullTableCopy;
import dev.cairn.internal.run.rebuild.OnlineRebuild;
import dev.cairn.internal.run.rebuild.PartitionCopy;
import dev.cairn.internal.run.step.CounterStepRun;
import dev.cairn.internal.run.step.DdlStepRun;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.SessionErrors;
import dev.cairn.internal.run.step.SessionStatementRun;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.TransactionRun;
import dev.cairn.internal.run.step.UntrackedStatementRun;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.internal.run.step.evidence.ObservedDefinition;
import dev.cairn.refusal.Refusal;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one step, once, with the class of its kind: DDL with an inspection of its objects, an INSERT with a label, any
 * other statement with a note in the ledger, a transaction with a note before its COMMIT, a statement that changes only
 * the session without a note, a transfer of grants or of a counter, and Java code with a call. The copy and the swap of
 * a rebuild are run in the resource group of the options.
 */
final class StepRun {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RunContext context;
    private final RunStep step;
    private final RewriteWarnings rewriteWarnings;
    private @Nullable ObservedDefinition observedDefinition;

    StepRun(RunContext context, RunStep step, RewriteWarnings rewriteWarnings) {
        this.context = context;
        this.step = step;
        this.rewriteWarnings = rewriteWarnings;
    }

    /** Runs the step, and records it as done. A failure is published, and then thrown. */
    void run(StepConnection stepConnection) {
        context.cancellation().requireNotCancelled();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        stepConnection.setVariables(context.collectSessionVariables(step));
        try {
            runAndReport(stepConnection, stopwatch);
        } catch (RuntimeException | Error failure) {
            context.settings()
                    .publishFailure(
                            new Progress.StepFailed(
                                    context.migration(),
                                    step.plannedStep(),
                                    stopwatch.elapsed(),
                                    failure,
                                    failure instanceof StepCancelledException),
                            failure);
            throw failure;
        }
    }

    private void runAndReport(StepConnection stepConnection, Ticker.Stopwatch stopwatch) {
        try {
            boolean hasRun = runByKind(stepConnection);
            step.recordedNumbers().forEach(context.ledger()::recordDone);
            if (hasRun) {
                LOG.log(
                        Level.INFO,
                        () -> context.place(step) + ": done in "
                                + stopwatch.elapsed().toMillis() + " ms");
                context.publish(new Progress.StepEnded(context.migration(), step.plannedStep(), stopwatch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> context.place(step) + ": was already done");
                context.publish(new Progress.StepSkipped(context.migration(), step.plannedStep()));
            }
        } catch (ConnectionLostException connectionLoss) {
            throw new StepErrors(context, step).lostConnection(connectionLoss);
        } catch (StepConnection.SessionLostException sessionLoss) {
            throw new SessionErrors(context, step).lostSession(sessionLoss);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step).refusedInspection(refusal);
        } catch (IndexOutOfBoundsException
                | NoSuchElementException
                | NumberFormatException
                | NullPointerException failure) {
            // A row or a value is missing in an answer of the server, or has another form.
            throw new StepErrors(context, step).unexpectedAnswer(failure);
        }
    }

    /** Returns whether the step has run; false if it was found to be done. */
    private boolean runByKind(StepConnection stepConnection) {
        observedDefinition = context.takeObservedDefinition();
        if (step instanceof RunStep.GrantStep grantStep) {
            new GrantTransfer(context, grantStep, grantStep, stepConnection).runStep();
            return true;
        }
        if (step instanceof RunStep.CounterStep counterStep) {
            new CounterStepRun(context, counterStep, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.CodeStep codeStep) {
            new CodeRun(context, codeStep, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.TransactionStep transactionStep) {
            new TransactionRun(context, transactionStep, stepConnection).run();
            return true;
        }
        Optional<SessionStatement> sessionStatement = SessionStatement.find(step);
        if (sessionStatement.isPresent()) {
            new SessionStatementRun(context, sessionStatement.get(), stepConnection).run();
            return true;
        }
        StatementStep statementStep = (StatementStep) step;
        boolean hasRun = runStatement(statementStep, stepConnection);
        // If the step was found to be done, an earlier run may have ended before the transfers of the step were
        // complete.
        for (GrantTransfer transfer : StepGuard.findTransfers(context, statementStep, stepConnection)) {
            transfer.finish();
        }
        return hasRun;
    }

    private boolean runStatement(StatementStep statementStep, StepConnection stepConnection) {
        Optional<PartitionCopy> partitionCopy = PartitionCopy.find(context, statementStep, stepConnection);
        if (partitionCopy.isPresent()) {
            warnAboutWriters(statementStep, stepConnection);
            return partitionCopy.get().run();
        }
        Optional<OnlineRebuild> onlineRebuild = OnlineRebuild.find(context, statementStep, stepConnection);
        if (!OnlineRebuild.isPartOfRebuild(context, statementStep)) {
            return runByEvidence(statementStep, stepConnection);
        }
        CopyThrottle throttle = new CopyThrottle(context, statementStep, stepConnection);
        return throttle.callInResourceGroup(() -> {
            if (onlineRebuild.isPresent()) {
                return onlineRebuild.get().run();
            }
            if (CompletionEvidence.of(statementStep) == CompletionEvidence.LABEL) {
                // Only the copy waits for the window. The swap runs at once, because writers are stopped until then.
                throttle.awaitWindow();
            }
            Optional<FullTableCopy> fullTableCopy = FullTableCopy.find(context, statementStep, stepConnection);
            if (fullTableCopy.isPresent()) {
                warnAboutWriters(statementStep, stepConnection);
                return fullTableCopy.get().run();
            }
            return runByEvidence(statementStep, stepConnection);
        });
    }

    private boolean runByEvidence(StatementStep statementStep, StepConnection stepConnection) {
        findRefusalWarning(statementStep).ifPresent(context::warn);
        return switch (CompletionEvidence.of(statementStep)) {
            case INSPECTION -> {
                warnAboutWriters(statementStep, stepConnection);
                DdlStepRun ddlStepRun = new DdlStepRun(context, statementStep, stepConnection, observedDefinition);
                boolean hasRun = ddlStepRun.run();
                context.rememberObservedDefinition(ddlStepRun.confirmedDefinition());
                yield hasRun;
            }
            case LABEL -> new LoadRun(context, statementStep, stepConnection).run();
            case NONE -> new UntrackedStatementRun(context, statementStep, stepConnection).run();
        };
    }

    /**
     * Returns the warning about a statement that Cairn's model of the server refuses and a marker allows; empty for any
     * other statement.
     */
    private Optional<String> findRefusalWarning(StatementStep statementStep) {
        if (!statementStep.simulatedStep().action().allowsRefusal()) {
            return Optional.empty();
        }
        try {
            new Engine(context.profile())
                    .apply(statementStep.catalogBefore(), statementStep.session(), statementStep.requireStatement());
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(
                    "Step " + statementStep.number() + " is sent unchanged, because -- allow: migration-refused is"
                            + " written above it. Cairn does not check it, does not inspect its"
                            + " effect on the server, and leaves it out of the recorded state; by"
                            + " Cairn's model of the server, it would be refused: "
                            + refusal.detail());
        }
    }

    /** Warns about writers of a table that the statement rewrites; a no-op if its effect is not inspected. */
    private void warnAboutWriters(StatementStep statementStep, StepConnection stepConnection) {
        if (CompletionEvidence.of(statementStep) == CompletionEvidence.INSPECTION) {
            stepConnection
                    .runIdempotent(
                            context::createBackoff,
                            server -> rewriteWarnings.collectWriterWarnings(statementStep, server))
                    .forEach(context::warn);
        }
    }

    /** Runs the Java code of a migration. */
    private static final class CodeRun {
        private final RunContext context;
        private final RunStep.CodeStep step;
        private final StepConnection stepConnection;

        CodeRun(RunContext context, RunStep.CodeStep step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        @SuppressWarnings("try") // the wait exists only to be closed
        void run() {
            StepErrors errors = new StepErrors(context, step);
            if (context.wasInterrupted(step) && !step.isRepeatable()) {
                throw errors.uncertainStep("the code ran to its end");
            }
            MigrationStep code = context.migration().step().orElseThrow();
            // The connection is opened first, so the check of the ledger is the last action before the code.
            stepConnection.runIdempotent(
                    context::createBackoff, ignored -> stepConnection.openConnection(Session.EMPTY));
            context.publishBegin(step);
            context.ledger().beginStep(step.number());
            // The connection may have been lost while the ledger was written.
            ServerConnection server = stepConnection.runIdempotent(context::createBackoff, ignored -> {
                ServerConnection openConnection = stepConnection.openConnection(Session.EMPTY);
                StepConnection.readConnectionId(openConnection);
                return openConnection;
            });
            Connection connection = server.unwrapForUserCode();
            context.ledger().requireHeldNow();
            try (Watchdog.Wait wait =
                    server.startWait("the code of " + context.migration().name())) {
                callCode(code, connection);
            } catch (SQLException | RuntimeException failure) {
                throw errors.failedCode(failure);
            } finally {
                stepConnection.discard();
            }
        }

        private void callCode(MigrationStep code, Connection connection) throws SQLException {
            switch (step.moment()) {
                case BEFORE_UPGRADE -> code.beforeUpgrade(connection);
                case AFTER_UPGRADE -> code.afterUpgrade(connection);
                case BEFORE_DOWNGRADE -> code.beforeDowngrade(connection);
                case AFTER_DOWNGRADE -> code.afterDowngrade(connection);
            }
        }
    }
}
