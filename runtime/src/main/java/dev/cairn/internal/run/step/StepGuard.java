package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.RunStep;
import java.util.List;
import java.util.Optional;

/**
 * Lets the packages for roles and cluster objects change how their steps are run. All other steps have {@link #NONE},
 * with which no class of these packages is loaded.
 */
public interface StepGuard {
    StepGuard NONE = new StepGuard() {};

    /** Returns the guard of a step. Only this method decides which steps have one of their own. */
    static StepGuard of(RunContext context, RunStep.StatementStep step) {
        if (step.changesAccess()) {
            return new RoleStepGuard(context, step);
        }
        return step.changesCluster() ? new ClusterStepGuard(context, step) : NONE;
    }

    /**
     * Returns the transfers of grants that a step completes. Without any, {@code GrantTransfer} is not loaded,
     * unless the caller refers to one of its methods, as {@code GrantTransfer::finish} does: use a loop.
     */
    static List<GrantTransfer> findTransfers(
            RunContext context, RunStep.StatementStep step, StepConnection connection) {
        return step.transfers().isEmpty() ? List.of() : GrantTransfer.transfersOf(context, step, connection);
    }

    /** Requires that the step may run at all, before its objects are inspected. */
    default void requireAllowed(StepConnection connection) {}

    /**
     * Returns whether the step is sent without an inspection, because only the answer of the server proves anything: which of several
     * migrators creates an object, or that an object is absent and not hidden from this user.
     *
     * @param mayHaveRun whether this step may have been sent before
     */
    default boolean isDecidedByServer(boolean mayHaveRun) {
        return false;
    }

    /**
     * Throws if a refusal means that the step is not done, whatever an inspection shows.
     *
     * @param mayHaveRun whether this step may have been sent before
     */
    default void checkRefusal(ServerRefusalException refusal, StepConnection connection, boolean mayHaveRun) {}

    /** Returns the statement to send instead of the recorded one; empty if that is sent. */
    default Optional<String> findStatementText(ServerConnection connection) {
        return Optional.empty();
    }

    /** Inspects on the server whether the step is done; empty if its objects are inspected like all others. */
    default Optional<InspectionResult> inspect(ServerConnection connection) {
        return Optional.empty();
    }
}
