package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.SessionStatement;
import dev.cairn.internal.run.preparation.StatementStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a transaction over one connection. Between BEGIN and COMMIT, the server accepts few statements, so the progress
 * is neither inspected nor recorded: the server keeps either all changes or none, and only a lost answer to the COMMIT
 * leaves open which.
 */
public final class TransactionRun {
    private final RunContext context;
    private final RunStep.TransactionStep step;
    private final StepConnection stepConnection;
    private final SessionErrors errors;
    private @Nullable ServerConnection transactionConnection;
    private boolean mayBeCommitted;

    public TransactionRun(RunContext context, RunStep.TransactionStep step, StepConnection stepConnection) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
        this.errors = new SessionErrors(context, step);
    }

    /**
     * Runs the transaction.
     *
     * @throws dev.cairn.upgrade.MigrationException if it stops; the server then keeps none of its changes
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if it is unknown whether the server keeps
     *     them
     */
    public void run() {
        if (context.wasInterrupted(step)) {
            throw errors.uncertainCommit(step.firstStep(), "");
        }
        context.publishBegin(step);
        requireEnabledTransactions();
        try {
            for (StatementStep statementStep : step.statementSteps()) {
                context.cancellation().requireNotCancelled();
                runStatement(statementStep);
            }
        } catch (RuntimeException | Error failure) {
            rollBack();
            throw failure;
        }
    }

    private void runStatement(StatementStep statementStep) {
        try {
            send(statementStep);
        } catch (ServerRefusalException refusal) {
            throw createRefusalException(statementStep, refusal);
        } catch (ConnectionLostException connectionLoss) {
            throw mayBeCommitted
                    ? errors.uncertainCommit(step.firstStep(), ": the connection was lost")
                    : errors.lostTransaction(step.firstStep(), connectionLoss);
        }
    }

    private void requireEnabledTransactions() {
        boolean isDisabled = stepConnection
                .runIdempotent(context::createBackoff, server -> server.fetchRows("SELECT @@enable_sql_transaction"))
                .stream()
                .anyMatch(row -> "false".equalsIgnoreCase(row.get(0)) || "0".equals(row.get(0)));
        if (isDisabled) {
            throw errors.disabledTransactions();
        }
    }

    private void send(StatementStep statementStep) {
        stepConnection.setVariables(context.collectSessionVariables(statementStep));
        ServerConnection server = stepConnection.openConnection(statementStep.session());
        if (transactionConnection == null) {
            transactionConnection = server;
        } else if (transactionConnection != server) {
            throw errors.lostTransaction(step.firstStep(), null);
        }
        boolean isLastStatement = statementStep.number() == step.lastStep().number();
        if (isLastStatement && statementStep.hasFirstKeyword("COMMIT")) {
            context.ledger().beginStep(step.number());
            mayBeCommitted = true;
        }
        Optional<SessionStatement> sessionStatement = SessionStatement.find(statementStep);
        if (sessionStatement.isPresent() && !isLastStatement) {
            stepConnection.executeInSession(sessionStatement.get());
        } else {
            server.executeLoad(statementStep.text(), context.ledger()::requireHeldNow);
        }
    }

    private RuntimeException createRefusalException(StatementStep refusedStep, ServerRefusalException refusal) {
        boolean mayHaveRun =
                refusal.transientError().filter(TransientError::mayHaveRun).isPresent();
        if (mayBeCommitted && mayHaveRun) {
            return errors.uncertainCommit(step.firstStep(), ": " + refusal.reason());
        }
        if (mayBeCommitted) {
            context.ledger().recordUndone(step.number());
        }
        return errors.refusedTransactionStatement(step.firstStep(), refusedStep, refusal);
    }

    /** Ends the transaction before the connection returns to its pool. */
    private void rollBack() {
        ServerConnection server = transactionConnection;
        if (server == null || server.isBroken()) {
            return;
        }
        try {
            server.execute("ROLLBACK");
        } catch (ServerRefusalException | ConnectionLostException ignored) {
            // The server discards the changes of a connection that has ended.
            server.abort();
        }
    }
}
