package dev.cairn.internal.run.step;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.reflection.AlterJobs.AlterJob;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Creates the exceptions for a step that stops the run. They are created in one place, so all of them name the step,
 * the cause and the remedy in the same words.
 */
public final class StepErrors {
    /**
     * The remedy for a table that does not match its colocation group. The differing tables are outside of the
     * database, because the preparation has checked the tables of the database.
     */
    private static final String FOREIGN_GROUP_REMEDY =
            "The group also has the tables of other databases, and dropped ones that can still be recovered: SHOW PROC"
                    + " '/colocation_group' lists them. Change these first, or give the group another name";

    private static final String MISSING_CATALOG_REMEDY =
            "Create the external catalog, or declare it with @ExternalCatalog and list it in cluster of @Schema";

    private static final String CORRECT_CAUSE_REMEDY = "Correct the cause";
    static final String REPEAT_CLAUSE = ", and repeat the operation: it resumes with this step.";
    static final String GRANTS_HINT = " \"cairn grants\" lists what the user needs.";

    private final HistoryPlace place;
    private final RunLedger ledger;
    private final RunStep step;

    public StepErrors(RunContext context, RunStep step) {
        this.place = context.place(step);
        this.ledger = context.ledger();
        this.step = step;
    }

    private boolean isRoleStep() {
        return step instanceof StatementStep statementStep && statementStep.changesAccess();
    }

    /**
     * Returns the quoted name of the database in an external catalog to which the object of the step belongs; empty for
     * other objects.
     */
    private Optional<String> findExternalDatabaseName() {
        return step instanceof StatementStep statementStep
                        && statementStep.requireStatement() instanceof ClusterStatement statement
                        && statement.kind().isNamedInExternalDatabase()
                ? Optional.of(SqlQuoting.quotePath(statement.name().parts().stream()
                        .limit(2)
                        .map(Name::text)
                        .toList()))
                : Optional.empty();
    }

    public String offerDoneCommand() {
        return ledger.offerDoneCommand(step.number());
    }

    String retryCommand() {
        return ledger.retryCommand(step.number());
    }

    public MigrationException refusedStatement(ServerRefusalException refusal) {
        if (refusal.isAccessDenied()) {
            return missingGrant(refusal);
        }
        boolean isCancelled =
                refusal.transientError().filter(TransientError::mayHaveRun).isPresent();
        return new StepFailedException(
                place,
                (isCancelled
                                ? "the server cancelled it: "
                                : "the server refused the statement, and nothing was changed: ")
                        + refusal.getMessage(),
                describeRemedy(refusal.transientError(), describeRemedy(refusal)),
                refusal);
    }

    /**
     * Returns what a user has to do before the step can be repeated.
     *
     * @param permanentRemedy the remedy of an error that is not transient
     */
    private static String describeRemedy(Optional<TransientError> transientError, String permanentRemedy) {
        return transientError
                .map(error -> error.remedy() + " It resumes with this step.")
                .orElse(permanentRemedy + REPEAT_CLAUSE);
    }

    String describeRemedy(ServerRefusalException refusal) {
        if (refusal.errorNumber() == ServerError.COLOCATE_DIFFERS.errno()) {
            return FOREIGN_GROUP_REMEDY;
        }
        if (refusal.isUnknownDatabase()) {
            return findExternalDatabaseName()
                    .map(database -> "Create the database with CREATE DATABASE " + database)
                    .orElse(CORRECT_CAUSE_REMEDY);
        }
        return refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()
                ? MISSING_CATALOG_REMEDY
                : CORRECT_CAUSE_REMEDY;
    }

    /** Creates the exception for a repeatable statement that failed, and may have changed rows. */
    StepFailedException failedRepeatableStatement(ServerRefusalException refusal) {
        return new StepFailedException(
                place,
                "the server reported an error, and rows may have been changed: " + refusal.getMessage(),
                "Correct the cause, and repeat the operation: the step is marked -- repeatable, and runs again.",
                refusal);
    }

    MissingGrantException missingGrant(ServerRefusalException refusal) {
        String grant = isRoleStep()
                ? "Grant the user the role user_admin, which may read and change roles"
                : "Grant the privilege that the server names";
        return new MissingGrantException(
                place,
                "the user lacks a privilege: " + refusal.getMessage(),
                grant + REPEAT_CLAUSE + GRANTS_HINT,
                refusal);
    }

    /** Creates the exception for an object that the server does not show to the user, whatever the step needs on it. */
    MissingGrantException hiddenObject(ObjectName objectName, ServerRefusalException refusal) {
        return new MissingGrantException(
                place,
                "the user may not see " + objectName + ": " + refusal.getMessage(),
                "Grant the privileges that the step needs on it" + REPEAT_CLAUSE + GRANTS_HINT,
                refusal);
    }

    public MigrationException refusedInspection(ServerRefusalException refusal) {
        if (refusal.isAccessDenied()) {
            return missingGrant(refusal);
        }
        return new StepFailedException(
                place,
                "the server refused a query for the progress of the step: " + refusal.getMessage(),
                refusal.transientError()
                        .map(TransientError::remedy)
                        .orElse(describeRemedy(refusal) + ", and repeat the operation: it inspects this step first."),
                refusal);
    }

    public StepFailedException unexpectedAnswer(RuntimeException failure) {
        return new StepFailedException(
                place,
                "the step ended with an unexpected exception, for example because an answer of the server lacks a row"
                        + " or a value: "
                        + failure,
                "Check the server (SHOW FRONTENDS, SHOW BACKENDS, SHOW COMPUTE NODES), and repeat the operation: it inspects this"
                        + " step first. If it fails again, report the exception with its stack trace.",
                failure);
    }

    public StepFailedException failedResourceGroup(String groupName, ServerRefusalException refusal) {
        return new StepFailedException(
                place,
                "the rows can't be copied in the resource group " + groupName + ": " + refusal.getMessage(),
                refusal.transientError()
                        .map(TransientError::remedy)
                        .orElse("Create the resource group, or choose another one, and repeat the operation."),
                refusal);
    }

    StepFailedException unreadableObject(ObjectName objectName, String reason) {
        return new StepFailedException(
                place,
                objectName + " can't be inspected: " + reason,
                "If the statement of the step has not run, run it by hand; then mark the step as done with "
                        + offerDoneCommand() + ", and repeat the operation.");
    }

    public StepFailedException unexpectedState(List<String> differences) {
        return new StepFailedException(
                place,
                "the object matches neither the state before the step nor the state after it: "
                        + differences.stream().distinct().collect(Collectors.joining("; ")),
                "It was changed outside of this run. Restore the state before the step, or establish the state after"
                        + " it, and repeat the operation; or mark the step as done with " + offerDoneCommand() + ".");
    }

    StepFailedException missingCopy(ObjectName copyName, Direction direction) {
        boolean isUpgrade = direction == Direction.UPGRADE;
        return new StepFailedException(
                place,
                copyName + ", which an earlier run has created, is missing: it was dropped or renamed outside of the"
                        + " migration. Nothing was sent",
                "If it can be restored, restore it (RECOVER TABLE), or rename it to this name, and repeat the operation."
                        + " Otherwise, " + (isUpgrade ? "revert the migration by a downgrade" : "upgrade again")
                        + ", which does not need it, and then "
                        + (isUpgrade ? "upgrade again" : "repeat the downgrade") + ".");
    }

    /**
     * Creates the exception for an object that the other direction of the migration has dropped, and not created again.
     */
    StepFailedException unfinishedReplacement(ObjectName objectName) {
        return new StepFailedException(
                place,
                objectName
                        + " is missing: the other direction of the migration stopped between its DROP and its CREATE, and"
                        + " only a copy has its grants",
                "Complete that direction, and revert the migration after it.");
    }

    StepFailedException cancelledJob(AlterJob job) {
        return new StepFailedException(
                place,
                "the server cancelled job " + job.id()
                        + (job.message().isEmpty() ? ", and gave no reason" : ": " + job.message()),
                "Nothing was changed. "
                        + describeRemedy(TransientError.classify(0, job.message()), CORRECT_CAUSE_REMEDY));
    }

    StepFailedException missingEffect() {
        return new StepFailedException(
                place,
                "the server accepted the statement, but it had no effect",
                "Check SHOW ALTER TABLE and the server's log" + REPEAT_CLAUSE);
    }

    StepFailedException failedRefresh(String reason) {
        return new StepFailedException(place, "the refresh failed: " + reason, CORRECT_CAUSE_REMEDY + REPEAT_CLAUSE);
    }

    /**
     * Creates the exception for a statement that the server still runs, although the connection that sent it was lost.
     */
    StepFailedException runningStatement(Duration timeout) {
        return new StepFailedException(
                place,
                "a statement that was sent for it, or another one with the same text, is still running after "
                        + DurationFormatter.format(timeout),
                "Run SHOW FULL PROCESSLIST to find it. When it has ended, run the upgrade again: it finds out whether the"
                        + " statement ran.");
    }

    public UncertainStepException uncertainStep(String problem) {
        return new UncertainStepException(
                place,
                "the step was begun, and it can't be determined whether " + problem,
                "Check whether it took effect, and answer: " + offerDoneCommand() + " skips the step, " + retryCommand()
                        + " runs it again. If the "
                        + (step instanceof RunStep.CodeStep
                                ? "code is idempotent, let its method repeatable() return true."
                                : "step is idempotent, mark it -- repeatable."));
    }

    public StepFailedException failedCode(Exception failure) {
        return new StepFailedException(
                place,
                "the code of the migration failed: " + failure,
                "Correct the cause, and answer: " + offerDoneCommand() + " skips the code, " + retryCommand()
                        + " runs it again.",
                failure);
    }

    public ServerUnreachableException lostConnection(ConnectionLostException connectionLoss) {
        return new ServerUnreachableException(
                place,
                "the connection was lost repeatedly: " + connectionLoss.getMessage(),
                "Find out why the connection breaks, and repeat the operation: it inspects this step first.",
                connectionLoss);
    }

    /** Returns the exception for a statement that empties a staging table, and that may still arrive. */
    public ServerUnreachableException lostRemoval(RuntimeException failure) {
        return new ServerUnreachableException(
                place,
                "the outcome of the removal of copied rows is unknown, and if the statement still arrives, it would remove"
                        + " rows that are copied again: " + failure.getMessage(),
                "Repeat the operation: it resumes with another staging name, which the late statement does not affect.",
                failure);
    }

    ServerUnreachableException lostSwap(RuntimeException failure, String problem) {
        return new ServerUnreachableException(
                place,
                problem + ", and if the statement still arrives, sending it again would swap the tables back: "
                        + failure.getMessage(),
                "Repeat the operation: it resumes with another staging name, which the late statement does not affect.",
                failure);
    }

    StepFailedException failedCounter(String problem, ServerRefusalException refusal) {
        return new StepFailedException(
                place,
                problem + ": " + refusal.getMessage(),
                "Correct what the server reports, and run the upgrade again: it resumes with this step. Without it,"
                        + " the table would generate ids that rows already have.",
                refusal);
    }

    /**
     * Creates the exception for a missing row: an aggregate without GROUP BY returns one row, unless no backend
     * evaluates it.
     */
    StepFailedException missingGreatestValue(ObjectName tableName) {
        return new StepFailedException(
                place,
                "the query for the greatest id of " + tableName + " returned no row",
                "Check that the backends are alive (SHOW BACKENDS, SHOW COMPUTE NODES), and run the upgrade again: it"
                        + " resumes with this step. Without it, the table would generate ids that rows already have.");
    }

    StepFailedException failedGrants(String problem, ServerRefusalException refusal) {
        return new StepFailedException(
                place,
                problem + ": " + refusal.getMessage(),
                refusal.isAccessDenied()
                        ? "Run the upgrade as a user who has GRANT on SYSTEM, as the role user_admin has; or accept the loss"
                                + " of the grants by the line \"-- grants: loss accepted\" above the step."
                        : describeRemedy(refusal.transientError(), CORRECT_CAUSE_REMEDY),
                refusal);
    }

    /**
     * Returns the exception of a run that stopped with several open steps: it names all of them, so a user can check
     * them together. Returns the first failure itself if there are no other failures or open steps.
     *
     * @param firstFailure the failure of the step that stopped the run
     * @param otherFailures the failures of other steps
     * @param openSteps the other steps that were started and have not ended
     */
    public static UncertainStepException withOpenSteps(
            RunContext context,
            UncertainStepException firstFailure,
            List<UncertainStepException> otherFailures,
            List<RunStep> openSteps) {
        List<String> descriptions = new ArrayList<>();
        otherFailures.forEach(otherFailure -> descriptions.add(String.valueOf(otherFailure.getMessage())));
        for (RunStep step : openSteps) {
            StepErrors errors = new StepErrors(context, step);
            descriptions.add(errors.place + ": the step was begun too, and the run stopped before its end. "
                    + (mayBeInspected(context, step)
                            ? "The next run inspects it: " + step.redactedText()
                            : "Find out whether it ran to its end, and answer: " + errors.offerDoneCommand() + " or "
                                    + errors.retryCommand() + ": " + step.redactedText()));
        }
        if (descriptions.isEmpty()) {
            return firstFailure;
        }
        UncertainStepException combinedException = new UncertainStepException(
                firstFailure.place(),
                "the run stopped with " + (1 + descriptions.size()) + " open steps",
                "For each of them:\n" + firstFailure.getMessage() + "\n" + String.join("\n", descriptions),
                firstFailure);
        for (Throwable suppressedFailure : firstFailure.getSuppressed()) {
            combinedException.addSuppressed(suppressedFailure);
        }
        return combinedException;
    }

    /** Returns whether the next run may determine by itself whether a step has run. */
    private static boolean mayBeInspected(RunContext context, RunStep step) {
        return step.isRepeatable()
                || !context.ledger().notedEvidence(step.number()).isEmpty()
                || (step instanceof StatementStep statementStep
                        && CompletionEvidence.of(statementStep) != CompletionEvidence.NONE);
    }
}
