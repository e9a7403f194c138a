package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.EndedDependents;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.rebuild.FencedTableSwap;
import dev.cairn.internal.run.step.CompletionEvidence;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.InspectionResult;
import dev.cairn.internal.run.step.ObservedDefinition;
import dev.cairn.internal.run.step.RoleStepGuard;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StagingTakeover;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.ViewActivation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.DependentPolicy;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations, one after another. Steps that are already done are detected and skipped, so an interrupted run
 * resumes where it stopped.
 *
 * <pre>{@code
 * var preparation = MigrationPreparation.forRun("shop", engine, session, placeholders, ledger.acquiredSequence());
 * try (var run = new MigrationRun("shop", profile, connections, reflection, settings)) {
 *     run.run(preparation.prepare(migration, Direction.UPGRADE, catalog), runLedger);
 * }
 * }</pre>
 *
 * <p>Connections are opened on demand, and kept until the run is closed.
 */
public final class MigrationRun implements AutoCloseable {
    private final String schema;
    private final ServerProfile profile;
    private final SchemaReflection reflection;
    private final MigratorSettings settings;
    private final StepConnectionPool connectionPool;
    private final RewriteWarnings rewriteWarnings = new RewriteWarnings();
    private final AtomicReference<@Nullable ObservedDefinition> lastConfirmation = new AtomicReference<>();

    /** @param profile the profile of the server */
    public MigrationRun(
            String schema,
            ServerProfile profile,
            ConnectionFactory connections,
            SchemaReflection reflection,
            MigratorSettings settings) {
        this.schema = schema;
        this.profile = profile;
        this.reflection = reflection;
        this.settings = settings;
        this.connectionPool = new StepConnectionPool(connections, settings.get(MigratorOption.CONNECTIONS));
    }

    /**
     * Runs all steps that are not done yet, and returns when all of them are done.
     *
     * @throws MigrationException if a step fails; steps that ran in parallel may still be running on the server
     */
    public void run(PreparedMigration preparedMigration, RunLedger ledger) {
        RunContext context = new RunContext(
                schema,
                new RunContext.InspectedServer(profile, reflection),
                preparedMigration,
                ledger,
                settings,
                new RunContext.ParallelState(
                        new CancellationSignal(),
                        new ConcurrentHashMap<>(),
                        new ConcurrentHashMap<>(),
                        lastConfirmation));
        Ticker.Stopwatch stopwatch = settings.ticker().start();
        List<RunStep> remainingSteps = preparedMigration.steps().stream()
                .filter(step -> !ledger.completedSteps().contains(step.number()))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean isResumed = remainingSteps.size() < preparedMigration.steps().size()
                || !ledger.interruptedSteps().isEmpty();
        context.publish(new Progress.MigrationStarted(
                preparedMigration.migration(),
                preparedMigration.direction(),
                preparedMigration.lastStepNumber(),
                isResumed));
        try {
            runCancellable(context, remainingSteps, isResumed);
        } catch (RuntimeException | Error failure) {
            settings.publishFailure(
                    new Progress.MigrationFailed(
                            preparedMigration.migration(), preparedMigration.direction(), stopwatch.elapsed(), failure),
                    failure);
            throw failure;
        }
        context.publish(new Progress.MigrationEnded(
                preparedMigration.migration(), preparedMigration.direction(), stopwatch.elapsed()));
    }

    /**
     * Runs the steps. An interruption of the thread outside of a step, such as during a query, stops the run like an
     * interruption within a step.
     */
    private void runCancellable(RunContext context, List<RunStep> remainingSteps, boolean isResumed) {
        try {
            runSteps(context, remainingSteps, isResumed);
        } catch (CancellationSignal.StepCancelledException cancellation) {
            throw MigratorSettings.createInterruptionException(context.where());
        }
    }

    private void runSteps(RunContext context, List<RunStep> remainingSteps, boolean isResumed) {
        PreparedMigration preparedMigration = context.preparedMigration();
        RunLedger ledger = context.ledger();
        connectionPool.setVariables(preparedMigration.migration().session());
        connectionPool.setPermissionCheck(context.cancellation()::throwIfCancelled);
        if (isResumed || ledger.changesDirection()) {
            FencedTableSwap.restore(context, connectionPool.firstConnection(), ledger.abandonedSteps());
            FencedTableSwap.restore(context, connectionPool.firstConnection(), remainingSteps);
        }
        StagingTakeover takeover = new StagingTakeover(context, connectionPool.firstConnection());
        if (ledger.changesDirection()) {
            StepGuard.restoreAbandoned(context, connectionPool.firstConnection(), ledger.abandonedSteps());
            takeover.dropAbandoned(ledger.abandonedSteps());
            takeover.dropAbandoned(remainingSteps);
            revertAbandonedChanges(context, remainingSteps);
        } else if (isResumed) {
            takeover.takeOver(remainingSteps);
            revokeEarlyGrants(context, remainingSteps);
        } else if (ledger.isContinued()) {
            // An earlier run may have stopped while it reverted the abandoned changes.
            revertAbandonedChanges(context, remainingSteps);
        }
        remainingSteps.removeAll(findStepsWithoutEffect(context, remainingSteps));
        requireNoDependents(context, remainingSteps);
        new ParallelStepRunner(context, connectionPool, step -> new StepRun(context, step, rewriteWarnings))
                .run(remainingSteps);
        new ViewActivation(context, connectionPool.firstConnection()).run();
    }

    /**
     * Reverts what the other direction has changed. Steps that then have no effect are skipped, and removed from the
     * list.
     */
    private void revertAbandonedChanges(RunContext context, List<RunStep> remainingSteps) {
        new AbandonedChanges(context, connectionPool.firstConnection(), rewriteWarnings)
                .revertTables(context.ledger().oppositeSteps(), remainingSteps);
        List<RunStep> needlessSteps =
                new NeedlessRebuilds(context, connectionPool.firstConnection()).find(remainingSteps);
        skipSteps(context, needlessSteps);
        remainingSteps.removeAll(needlessSteps);
    }

    private static void skipSteps(RunContext context, List<RunStep> steps) {
        for (RunStep step : steps) {
            context.ledger().recordDone(step.number());
            context.publish(new Progress.StepSkipped(context.migration(), step.plannedStep()));
        }
    }

    /**
     * Revokes the grants that an earlier run gave to a copy: until the copy replaces its object, only the migrator may
     * read it.
     */
    private void revokeEarlyGrants(RunContext context, List<RunStep> remainingSteps) {
        for (RunStep step : remainingSteps) {
            if (step instanceof RunStep.StatementStep statementStep
                    && !statementStep.transfers().isEmpty()
                    && !mayHaveReplacedObject(context, statementStep)) {
                StepGuard.findTransfers(context, statementStep, connectionPool.firstConnection())
                        .forEach(GrantTransfer::revokeEarlyGrants);
            }
        }
    }

    /**
     * Returns whether a statement that replaces an object may have run, so the old object may now have the name of the
     * copy.
     */
    private boolean mayHaveReplacedObject(RunContext context, RunStep.StatementStep statementStep) {
        return context.wasInterrupted(statementStep)
                && !connectionPool
                        .firstConnection()
                        .runIdempotent(
                                context::createBackoff,
                                server -> new StepInspector(context).inspect(server, statementStep))
                        .hasState(InspectionResult.State.BEFORE);
    }

    /**
     * Requires that no step breaks dependents of tables. If the options allow it, warns about each broken dependent
     * instead.
     *
     * @throws ConsentException if steps break dependents, and the options do not allow it
     */
    private void requireNoDependents(RunContext context, List<RunStep> remainingSteps) {
        EndedDependents dependentFinder = EndedDependents.followSteps(remainingSteps);
        if (dependentFinder.isEmpty()) {
            return;
        }
        List<EndedDependents.EndedDependent> endedDependents = connectionPool
                .firstConnection()
                .runIdempotent(context::createBackoff, server -> dependentFinder.read(server, context::warn));
        if (settings.get(MigratorOption.DEPENDENTS) == DependentPolicy.LOSE) {
            endedDependents.forEach(dependent -> context.warn(dependent
                    + (dependent.isLoad() && dependent.hasLostOnlyColumns()
                            ? ": change its columns"
                            : ": create it again")));
        } else if (!endedDependents.isEmpty()) {
            throw new ConsentException(
                    context.where(),
                    "the migration would end objects that depend on its tables: "
                            + endedDependents.stream()
                                    .map(EndedDependents.EndedDependent::toString)
                                    .collect(Collectors.joining("; ")),
                    EndedDependents.describeRemedy(endedDependents));
        }
    }

    /** Skips the steps that have no effect on this server: they count as done. Returns the skipped steps. */
    private List<RunStep> findStepsWithoutEffect(RunContext context, List<RunStep> remainingSteps) {
        List<RunStep> roleSteps = remainingSteps.stream()
                .filter(step -> step instanceof RunStep.StatementStep sentStatement && sentStatement.changesAccess())
                .toList();
        List<RunStep> needlessSteps = roleSteps.isEmpty()
                ? List.of()
                : RoleStepGuard.findStepsWithoutEffect(context, roleSteps, connectionPool.firstConnection());
        skipSteps(context, needlessSteps);
        return needlessSteps;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        connectionPool.close();
    }

    /**
     * Finds the rebuilds of a downgrade that need not run: the upgrade stopped before its swap, or before it replaced
     * partitions, so the objects that they would create still exist.
     */
    private static final class NeedlessRebuilds {
        private final RunContext context;
        private final StepConnection connection;

        NeedlessRebuilds(RunContext context, StepConnection connection) {
            this.context = context;
            this.connection = connection;
        }

        /** Returns all steps of these rebuilds: they create the copy, fill it, swap it and drop it. */
        List<RunStep> find(List<RunStep> steps) {
            List<RunStep> needlessSteps = new ArrayList<>();
            for (RunStep step : steps) {
                PartitionReplacement.find(step)
                        .filter(this::isInPlace)
                        .ifPresent(replacement -> needlessSteps.addAll(replacement.selectSteps(steps)));
                if (step instanceof RunStep.StatementStep statementStep && CompletionEvidence.isSwap(statementStep)) {
                    findStagingName(statementStep)
                            .filter(name -> isOnlySwap(steps, name) && isObjectInPlace(statementStep))
                            .ifPresent(name -> {
                                needlessSteps.add(step);
                                steps.stream()
                                        .filter(otherStep -> name.toString().equals(otherStep.subject()))
                                        .forEach(needlessSteps::add);
                            });
                }
            }
            return needlessSteps;
        }

        /** Returns whether the table already has the partitions that would replace others. */
        private boolean isInPlace(PartitionReplacement replacement) {
            return connection
                    .runIdempotent(
                            context::createBackoff,
                            server -> new StepInspector(context).inspect(server, replacement.replacingStep()))
                    .hasState(InspectionResult.State.AFTER);
        }

        private static Optional<ObjectName> findStagingName(RunStep.StatementStep swap) {
            return swap.step().touchedParts().stream()
                    .map(TouchedPart::object)
                    .filter(name -> StagingName.parseNumber(name.name()).isPresent())
                    .findFirst();
        }

        /**
         * Returns whether a staging object is swapped only once. If it is swapped twice, the author of the migration
         * intended both swaps.
         */
        private static boolean isOnlySwap(List<RunStep> steps, ObjectName stagingName) {
            return steps.stream()
                            .filter(step -> step instanceof RunStep.StatementStep statementStep
                                    && CompletionEvidence.isSwap(statementStep))
                            .filter(step -> findStagingName((RunStep.StatementStep) step)
                                    .equals(Optional.of(stagingName)))
                            .count()
                    == 1;
        }

        private boolean isObjectInPlace(RunStep.StatementStep swap) {
            return connection.runIdempotent(
                    context::createBackoff,
                    server -> new StepInspector(context).isResultInPlaceBeforeSwap(server, swap));
        }
    }
}
