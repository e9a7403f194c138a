package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.GrantCompletion;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Changes how the steps for roles, cluster objects, databases and temporary partitions run. All other steps use
 * {@link #DO_NOTHING}, so a migration without such steps does not load the classes for roles and cluster objects.
 */
public interface StepGuard {
    /** Changes nothing. */
    StepGuard DO_NOTHING = new StepGuard() {};

    /** Returns the guard of a step. Only this method decides which steps have a special guard. */
    static StepGuard of(RunContext context, StatementStep step) {
        if (step.changesAccess()) {
            return new RoleStepGuard(context, step);
        }
        if (step.requireStatement() instanceof Statement.CreateDatabase statement) {
            return new DatabaseStepGuard(statement);
        }
        return step.changesCluster()
                ? new ClusterStepGuard(context, step)
                : TemporaryPartitionGuard.find(step).orElse(DO_NOTHING);
    }

    /**
     * Returns the transfers of grants that a step completes. If there are none, the class {@code GrantTransfer} is not
     * loaded. A reference such as {@code GrantTransfer::finish} would load it, so callers use a loop.
     */
    static List<GrantTransfer> findTransfers(RunContext context, StatementStep step, StepConnection connection) {
        return step.grantSteps().isEmpty() ? List.of() : GrantTransfer.findTransfers(context, step, connection);
    }

    /** Gives a view the grants of its copy from an earlier run. */
    static void addGrants(
            RunContext context, int stepNumber, ObjectName copyName, ObjectName viewName, StepConnection connection) {
        RunStep.GrantStep grantStep =
                new RunStep.GrantStep(stepNumber, copyName, viewName, SecuredKind.VIEW, false, GrantCompletion.NONE);
        new GrantTransfer(context, grantStep, grantStep, connection).addGrants();
    }

    /**
     * Restores loads that the other direction has stopped, but not continued: their offsets would be lost with the
     * objects that the run drops first.
     */
    static void restoreAbandonedLoads(RunContext context, StepConnection connection, List<RunStep> abandonedSteps) {
        for (RunStep step : abandonedSteps) {
            if (step instanceof StatementStep statementStep && statementStep.changesCluster()) {
                new ClusterStepGuard(context, statementStep).restoreAbandonedLoad(connection);
            }
        }
    }

    /** Warns about the loads that a failed run leaves paused or stopped. */
    static void warnOfInactiveLoads(RunContext context, StepConnection connection, List<RunStep> steps) {
        if (RunStep.selectStatements(steps).anyMatch(StatementStep::changesCluster)) {
            new InactiveLoads(context, connection).warn(steps);
        }
    }

    /**
     * Requires that the step may run. Called before its objects are inspected.
     *
     * @throws dev.cairn.upgrade.MigrationException if the step would take over or destroy what other clients own
     */
    default void requirePermitted(StepConnection connection) {}

    /**
     * Returns whether the step is sent without an inspection. In this case, only the answer of the server is
     * conclusive: which of several migrators creates an object, or whether an object is absent or hidden from this
     * user.
     *
     * @param mayHaveRun whether this step may have been sent before
     */
    default boolean skipsInspection(boolean mayHaveRun) {
        return false;
    }

    /**
     * Throws an exception if a refusal means that the step is not done, whatever an inspection shows. Before that, the
     * ledger records that the step has changed nothing.
     *
     * @param mayHaveRun whether this step may have been sent before
     */
    default void requireDoneDespiteRefusal(
            ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {}

    /** Returns the statement to send instead of the recorded one; empty to send the recorded one. */
    default Optional<String> findReplacementStatement(ServerConnection connection) {
        return Optional.empty();
    }

    /** Inspects on the server whether the step is done; empty if its objects are inspected like all others. */
    default Optional<InspectionResult> inspect(ServerConnection connection) {
        return Optional.empty();
    }
}
