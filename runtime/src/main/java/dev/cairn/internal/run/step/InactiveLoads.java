package dev.cairn.internal.run.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.upgrade.MigrationException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The Routine Loads that a failed run leaves paused or stopped, because the steps that let them continue have not run.
 * Nothing else shows that rows no longer arrive.
 */
record InactiveLoads(RunContext context, StepConnection connection) {
    /**
     * Publishes a warning for each of these loads.
     *
     * @param steps all steps of the migration, also those that are done
     */
    void warn(List<RunStep> steps) {
        RunStep.selectStatements(steps)
                .filter(InactiveLoads::endsLoading)
                .map(step -> step.simulatedStep().object())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(name -> findLaterLoad(name).ifPresent(load -> warnIfInactive(name, load)));
    }

    /** Returns whether a step pauses or stops a Routine Load. */
    private static boolean endsLoading(StatementStep step) {
        return step.simulatedStep().action().statement() instanceof ClusterStatement statement
                && statement.kind().fillsTable()
                && (statement instanceof DropClusterObject
                        || (statement instanceof PauseOrResumeClusterObject pauseOrResume
                                && !pauseOrResume.isResume()));
    }

    /** Returns the load as it is before the migration; empty if the migration does not let it continue. */
    private Optional<ClusterObject> findLaterLoad(ObjectName name) {
        boolean continues = context.preparedMigration()
                .catalogAfter()
                .clusterObjects()
                .find(name.name())
                .isPresent();
        return context.preparedMigration()
                .catalogBefore()
                .clusterObjects()
                .find(name.name())
                .filter(load -> continues);
    }

    /** Reads the load from the server. If the server does not answer, the failure of the run is reported alone. */
    private void warnIfInactive(ObjectName name, ClusterObject load) {
        try {
            Optional<ClusterObject> liveLoad = connection.runIdempotent(
                    context::createBackoff,
                    server -> ClusterReflection.read(server, load.kind(), List.of(load)).stream()
                            .findFirst());
            if (liveLoad.isEmpty() || liveLoad.get().isPaused()) {
                String state = liveLoad.isEmpty() ? "stopped" : "paused";
                context.warn("The " + name + " is " + state
                        + ", and loads nothing until this migration is completed or reverted. The server remembers the"
                        + " offsets of a stopped load for three days");
            }
        } catch (MigrationException
                | ServerRefusalException
                | ConnectionLostException
                | StepCancelledException ignored) {
            // The state of the load is unknown.
        }
    }
}
