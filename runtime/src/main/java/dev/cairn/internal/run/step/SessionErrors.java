package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions for a step that stops the run because of its session: a statement whose effect on the session
 * can't be restored, a temporary table, or a transaction.
 */
public final class SessionErrors {
    private final HistoryPlace place;
    private final RunStep step;
    private final StepErrors stepErrors;

    public SessionErrors(RunContext context, RunStep step) {
        this.place = context.place(step);
        this.step = step;
        this.stepErrors = new StepErrors(context, step);
    }

    /** Creates the exception for a lost connection whose session can't be restored. */
    public ServerUnreachableException lostSession(StepConnection.SessionLostException sessionLoss) {
        StatementStep sessionStep = sessionLoss.statement().step();
        return new ServerUnreachableException(
                place,
                "the connection was lost, and with it the effect of step " + sessionStep.number()
                        + " on its session, which may be another one now: " + sessionStep.redactedText(),
                "Repeat the operation: it finds out whether the step can be sent again.",
                sessionLoss);
    }

    /**
     * Creates the exception for a session value that may be another one when it is set again.
     *
     * @param laterStepNumber a later step, which an earlier run has begun
     */
    public StepFailedException changedSessionValue(int laterStepNumber) {
        return new StepFailedException(
                place,
                "the effect of the statement on the session ended with an earlier run, which has begun step "
                        + laterStepNumber + " with it; if it were sent again, it might have another effect: "
                        + step.redactedText(),
                "Nothing was sent. Replace its query or its function by the value that it had. If no remaining step needs it,"
                        + " skip it: " + stepErrors.offerDoneCommand() + ".");
    }

    public StepFailedException selectedCatalog(String catalogName) {
        return new StepFailedException(
                place,
                "the statement selects the catalog " + catalogName
                        + ", but Cairn inspects the objects of default_catalog only",
                "Nothing was sent. Remove the statement, and write the names of its objects with the catalog: "
                        + catalogName + ".database.table.");
    }

    /**
     * Creates the exception for a temporary table that hides another object.
     *
     * @param objectName an object that has the name of a temporary table
     */
    public StepFailedException hiddenTable(ObjectName objectName) {
        return new StepFailedException(
                place,
                "a temporary table would hide " + objectName
                        + ": over another connection, its statements would read and change that object",
                "Nothing was sent. Give the temporary table another name.");
    }

    public StepFailedException openTransaction() {
        return new StepFailedException(
                place,
                "the transaction that begins here has neither COMMIT nor ROLLBACK: the server would discard its changes",
                "Nothing was sent. Add the COMMIT.");
    }

    /**
     * Creates the exception for a statement that the server refuses in a transaction.
     *
     * @param beginStep the step that begins the transaction
     */
    public StepFailedException forbiddenTransactionStatement(RunStep beginStep) {
        return new StepFailedException(
                place,
                "the statement is not allowed in the transaction that step " + beginStep.number()
                        + " begins: the server accepts only SELECT, SET, INSERT INTO, UPDATE and DELETE of permanent tables",
                "Nothing was sent. Move the statement before the BEGIN or after the COMMIT.");
    }

    StepFailedException disabledTransactions() {
        return new StepFailedException(
                place,
                "the server would ignore the transaction, because its variable enable_sql_transaction is false",
                "Nothing of it was sent. Set the variable to true, and repeat the operation.");
    }

    /**
     * Creates the exception for a refused statement of a transaction, which the server therefore has rolled back.
     *
     * @param beginStep the step that begins the transaction
     */
    MigrationException refusedTransactionStatement(
            RunStep beginStep, RunStep refusedStep, ServerRefusalException refusal) {
        return refusal.isAccessDenied()
                ? stepErrors.missingGrant(refusal)
                : new StepFailedException(
                        place,
                        "the server refused step " + refusedStep.number() + ", and the transaction was rolled back: "
                                + refusal.getMessage(),
                        refusal.transientError()
                                        .map(TransientError::remedy)
                                        .orElse(stepErrors.describeRemedy(refusal) + ", and repeat the operation.")
                                + " It resumes with step " + beginStep.number() + ", which begins the transaction.",
                        refusal);
    }

    /**
     * Creates the exception for a transaction whose connection was lost before its COMMIT was sent.
     *
     * @param beginStep the step that begins the transaction
     * @param connectionLoss the failure of the connection; null if another connection has replaced it
     */
    ServerUnreachableException lostTransaction(RunStep beginStep, @Nullable ConnectionLostException connectionLoss) {
        return new ServerUnreachableException(
                place,
                "the connection was lost in the transaction, so the server discards all of its changes",
                "Repeat the operation: it resumes with step " + beginStep.number() + ", which begins the transaction.",
                connectionLoss);
    }

    /**
     * Creates the exception for a COMMIT that may have taken effect.
     *
     * @param beginStep the step that begins the transaction
     * @param cause the end of the sentence about the problem; may be empty
     */
    UncertainStepException uncertainCommit(RunStep beginStep, String cause) {
        return new UncertainStepException(
                place,
                "the transaction was to be committed, and it can't be determined whether it was" + cause,
                "Check whether its changes are in the tables, and answer: " + stepErrors.offerDoneCommand()
                        + " skips the transaction, " + stepErrors.retryCommand() + " runs it again from step "
                        + beginStep.number() + ".");
    }
}
