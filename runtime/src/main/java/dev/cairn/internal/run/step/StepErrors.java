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
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
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
    private static final String REPEAT_CLAUSE = ", and repeat the operation: it resumes with this step.";
    private static final String GRANTS_HINT = " \"cairn grants\" lists what the user needs.";
    private static final String STEP_NOT_RUN = "The step was not run. ";
    private static final String LOST_LEDGER_HINT =
            "If the migrations ran before and the ledger of this database was lost," + " record that (cairn stamp)";

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

    String offerDoneCommand() {
        return ledger.offerDoneCommand(step.number());
    }

    String retryCommand() {
        return ledger.retryCommand(step.number());
    }

    public MigrationException refusedStatement(ServerRefusalException refusal) {
        if (refusal.isDenied()) {
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

    /** @param permanentRemedy the remedy of an error that is not transient */
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
    StepFailedException failedStatement(ServerRefusalException refusal) {
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

    /** @param privilege the privilege that the user needs to see the object */
    MissingGrantException hiddenClusterObject(ObjectName objectName, String privilege) {
        return new MissingGrantException(
                place,
                "the server has " + objectName + ", and does not list it for this user",
                "Grant the user " + privilege + REPEAT_CLAUSE + GRANTS_HINT);
    }

    public MigrationException refusedInspection(ServerRefusalException refusal) {
        if (refusal.isDenied()) {
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
                "If a privilege is missing, grant SELECT on it; or mark the step as done with " + offerDoneCommand()
                        + ".");
    }

    public StepFailedException unexpectedState(List<String> differences) {
        return new StepFailedException(
                place,
                "the object matches neither the state before the step nor the state after it: "
                        + differences.stream().distinct().collect(Collectors.joining("; ")),
                "It was changed outside of this run. Restore the state before the step, or establish the state after"
                        + " it, and repeat the operation; or mark the step as done with " + offerDoneCommand() + ".");
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

    /** @param reason why the next offsets of the Routine Load, which is created again, are unknown */
    StepFailedException unknownOffsets(ObjectName loadName, String reason) {
        return unknownOffsets(loadName, reason, "mark the step as done with " + offerDoneCommand());
    }

    /**
     * @param reason why the next offsets of the Routine Load, which the other direction of the migration has stopped,
     *     are unknown
     */
    StepFailedException unknownOffsetsBeforeReversal(ObjectName loadName, String reason) {
        return unknownOffsets(loadName, reason, "repeat the operation");
    }

    private StepFailedException unknownOffsets(ObjectName loadName, String reason, String lastAction) {
        return new StepFailedException(
                place,
                "the " + loadName + " can't be created again with its next offsets: " + reason,
                "Create it with its statement, and with kafka_partitions and kafka_offsets after the messages whose rows the"
                        + " table has; then " + lastAction + ".");
    }

    /** @param loadName a Routine Load that was stopped outside of the migrations */
    StepFailedException missingLoad(ObjectName loadName) {
        return new StepFailedException(
                place,
                "the " + loadName + " does not exist: it was stopped outside of these migrations",
                STEP_NOT_RUN + "Create it again with the statement that cairn check prints: cairn run-sql sets its next"
                        + " offsets. Then repeat the operation.");
    }

    /** @param loadName a Routine Load with this name for another table or topic */
    StepFailedException foreignLoad(ObjectName loadName) {
        return new StepFailedException(
                place,
                "the " + loadName
                        + " fills another table, or reads another topic, than the load of these migrations: another"
                        + " client has created it",
                STEP_NOT_RUN + "Stop that load or give the load of the schema another name, and repeat the operation.");
    }

    /** @param excessDescriptions the parts and grantees of the role that the migrations do not declare */
    StepFailedException foreignRole(List<String> excessDescriptions) {
        return new StepFailedException(
                place,
                "a role of this name exists, and these migrations did not create it"
                        + (excessDescriptions.isEmpty()
                                ? ""
                                : ". It has grants that they do not declare: " + String.join("; ", excessDescriptions)),
                STEP_NOT_RUN + LOST_LEDGER_HINT
                        + ", and keep the role. Otherwise drop that role if it is not needed any more, such as one that"
                        + " remains from a dropped database; or give the one of the schema another name, such"
                        + " as ${database}_reader; or declare it with shared = true if several schemas or databases use it.");
    }

    StepFailedException foreignClusterObject(ObjectName name) {
        return new StepFailedException(
                place,
                "the " + name + " exists, and these migrations did not create it",
                STEP_NOT_RUN + LOST_LEDGER_HINT
                        + ". If it was created by hand and the schema shall manage it from now on, mark the step"
                        + " as done with " + offerDoneCommand()
                        + ", and run cairn check. If another schema or an administrator"
                        + " manages it, give the one of this schema another name.");
    }

    /** @param loadName the Routine Load that another client has created before the step could create it again */
    StepFailedException foreignContinuation(ObjectName loadName) {
        return new StepFailedException(
                place,
                "the " + loadName
                        + " exists, and these migrations did not create it: another client has, while they had stopped it",
                STEP_NOT_RUN + "If the load continues where the stopped one ended, mark the step as done with "
                        + offerDoneCommand()
                        + ", and run cairn check. Otherwise stop the load, and repeat the operation: the step"
                        + " creates it with the offsets after those that were loaded last.");
    }

    /** @param tableName the old table, which the load of another client fills */
    StepFailedException foreignLoadOfOldTable(ObjectName loadName, String tableName) {
        return new StepFailedException(
                place,
                "the " + loadName
                        + " exists, and these migrations did not create it: another client has, while they had stopped it,"
                        + " for " + tableName + ", the table that they have replaced",
                STEP_NOT_RUN
                        + "Stop the load, and repeat the operation: the step creates it with the offsets after those"
                        + " that were loaded last.");
    }

    StepFailedException foreignRoleGrants(List<String> privilegeDescriptions) {
        return new StepFailedException(
                place,
                "DROP ROLE would also revoke grants that these migrations did not make: "
                        + String.join("; ", privilegeDescriptions),
                "Revoke them, and repeat the operation: it resumes with this step; or mark the step as done with "
                        + offerDoneCommand() + ", which leaves the role.");
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

    StepFailedException usedLabel(String label) {
        return new StepFailedException(
                place,
                "the label " + label + " in the statement was used by an earlier load",
                "Remove the label from the statement, so that Cairn generates one; or mark the step as done with "
                        + offerDoneCommand() + ".");
    }

    /** Creates the exception for a migration that begins with this run, although its load has run already. */
    StepFailedException olderLedger(String label) {
        return new StepFailedException(
                place,
                "the load " + label + " of this step ran before the migration began, so the ledger is older than the"
                        + " database, as after its views were restored from a backup",
                "The statements of the migration would run a second time. Find out which migrations have run, and record"
                        + " the last one: cairn stamp N --abandon (in Java abandonRunAndStamp).");
    }

    /**
     * Creates the exception for a label of another ledger. Labels outlive tables and ledgers: the server removes them
     * only with their database.
     */
    StepFailedException foreignLabel(String label) {
        return new StepFailedException(
                place,
                "the label " + label
                        + " was used by a load that this run did not send; the ledger was probably dropped and"
                        + " recreated in this database",
                "The server removes labels with their database, or after three days (label_keep_max_second): use a new"
                        + " database, or wait until the label has expired.");
    }

    public StepFailedException runningLoad(String label, Duration timeout) {
        return new StepFailedException(
                place,
                "the load " + label + " is still running after " + DurationFormatter.format(timeout),
                "Run SHOW LOAD WHERE LABEL = '" + label
                        + "' to check its state. When it has ended, run the upgrade again: it skips a load that"
                        + " succeeded, and repeats one that was cancelled. If it needs more time, raise the timeout of"
                        + " loads.");
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
                refusal.isDenied()
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
     * @param suppressedFailures the failures of other steps
     * @param openSteps the other steps that were started and have not ended
     */
    public static UncertainStepException withOpenSteps(
            RunContext context,
            UncertainStepException firstFailure,
            List<UncertainStepException> suppressedFailures,
            List<RunStep> openSteps) {
        List<String> descriptions = new ArrayList<>();
        suppressedFailures.forEach(
                suppressedFailure -> descriptions.add(String.valueOf(suppressedFailure.getMessage())));
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
