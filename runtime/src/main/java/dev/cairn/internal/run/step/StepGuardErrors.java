package dev.cairn.internal.run.step;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.List;

/**
 * Creates the exceptions of step guards: for roles, Routine Loads and other cluster objects that these migrations did not
 * create, do not see, or can't continue.
 */
final class StepGuardErrors {
    private static final String STEP_NOT_RUN = "The step was not run. ";
    private static final String LOST_LEDGER_HINT =
            "If the migrations ran before and the ledger of this database was lost," + " record that (cairn stamp)";

    private final HistoryPlace place;
    private final StepErrors stepErrors;

    StepGuardErrors(RunContext context, RunStep step) {
        this.place = context.place(step);
        this.stepErrors = new StepErrors(context, step);
    }

    /** @param privilege the privilege that the user needs to see the object */
    MissingGrantException hiddenClusterObject(ObjectName objectName, String privilege) {
        return new MissingGrantException(
                place,
                "the server has " + objectName + ", and does not list it for this user",
                "Grant the user " + privilege + StepErrors.REPEAT_CLAUSE + StepErrors.GRANTS_HINT);
    }

    /** @param reason why the next offsets of the Routine Load, which is created again, are unknown */
    StepFailedException unknownOffsets(ObjectName loadName, String reason) {
        return unknownOffsets(loadName, reason, "mark the step as done with " + stepErrors.offerDoneCommand());
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
                        + " as done with " + stepErrors.offerDoneCommand()
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
                        + stepErrors.offerDoneCommand()
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
                        + stepErrors.offerDoneCommand() + ", which leaves the role.");
    }
}
