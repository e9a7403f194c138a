package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.load.OlderLedgerCheck;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.rebuild.FencedTableSwap;
import dev.cairn.internal.run.step.DynamicPartitioningCheck;
import dev.cairn.internal.run.step.GrantTransfer;
import dev.cairn.internal.run.step.MissingCopyCheck;
import dev.cairn.internal.run.step.ReplacedPartitionCheck;
import dev.cairn.internal.run.step.ReplacedTableCheck;
import dev.cairn.internal.run.step.RoleStepGuard;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StagingTakeover;
import dev.cairn.internal.run.step.StepGuard;
import dev.cairn.internal.run.step.StepInspector;
import dev.cairn.internal.run.step.TemporaryPartitionCheck;
import dev.cairn.internal.run.step.ViewActivator;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import dev.cairn.internal.run.step.evidence.ObservedDefinition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.DependentPolicy;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * try (var run = new MigrationRun("shop", profile, connectionFactory, reflection, settings)) {
 *     run.run(preparation.prepare(migration, Direction.UPGRADE, catalog), runLedger);
 * }
 * }</pre>
 *
 * <p>Connections are opened on demand, and kept until the run is closed.
 */
public final class MigrationRun implements AutoCloseable {
    private final String schemaName;
    private final ServerProfile profile;
    private final SchemaReflection reflection;
    private final MigratorSettings settings;
    private final StepConnectionPool connectionPool;
    private final Set<Integer> begunMigrationNumbers = new HashSet<>();
    private final RewriteWarnings rewriteWarnings = new RewriteWarnings();
    private final AtomicReference<@Nullable ObservedDefinition> observedDefinition = new AtomicReference<>();

    /** @param profile the profile of the server */
    public MigrationRun(
            String schemaName,
            ServerProfile profile,
            ConnectionFactory connectionFactory,
            SchemaReflection reflection,
            MigratorSettings settings) {
        this.schemaName = schemaName;
        this.profile = profile;
        this.reflection = reflection;
        this.settings = settings;
        this.connectionPool = new StepConnectionPool(connectionFactory, settings.get(MigratorOption.CONNECTIONS));
    }

    /**
     * Runs all steps that are not done yet, and returns when all of them are done.
     *
     * @throws MigrationException if a step fails; steps that ran in parallel may still be running on the server
     */
    public void run(PreparedMigration preparedMigration, RunLedger ledger) {
        RunContext context = new RunContext(
                schemaName,
                new RunContext.InspectedServer(profile, reflection),
                preparedMigration,
                ledger,
                settings,
                new RunContext.ParallelState(
                        new CancellationSignal(),
                        new ConcurrentHashMap<>(),
                        new ConcurrentHashMap<>(),
                        ConcurrentHashMap.newKeySet(),
                        observedDefinition));
        Ticker.Stopwatch stopwatch = settings.ticker().start();
        SessionSteps sessionSteps = new SessionSteps(context);
        List<RunStep> allSteps = sessionSteps.groupTransactions(preparedMigration.steps());
        List<RunStep> remainingSteps = sessionSteps.selectRemaining(allSteps);
        sessionSteps.checkSteps(remainingSteps);
        boolean isResumed =
                !ledger.interruptedStepNumbers().isEmpty() || allSteps.stream().anyMatch(sessionSteps::isDone);
        context.publish(new Progress.MigrationStarted(
                preparedMigration.migration(),
                preparedMigration.direction(),
                preparedMigration.lastStepNumber(),
                isResumed));
        try {
            runCancellable(context, remainingSteps, isResumed);
        } catch (RuntimeException | Error failure) {
            if (failure instanceof StepFailedException || failure instanceof UncertainStepException) {
                StepGuard.warnOfInactiveLoads(context, connectionPool.firstConnection(), allSteps);
            }
            settings.publishFailure(
                    new Progress.MigrationFailed(
                            preparedMigration.migration(), preparedMigration.direction(), stopwatch.elapsed(), failure),
                    failure);
            throw failure;
        }
        context.publish(new Progress.MigrationEnded(
                preparedMigration.migration(), preparedMigration.direction(), stopwatch.elapsed()));
    }

    /** Closes the connections, because other work may need one of a small pool. They are opened again on demand. */
    public void releaseConnections() {
        connectionPool.release();
    }

    /**
     * Runs the steps. An interruption of the thread outside of a step, such as during a query, stops the run like an
     * interruption within a step.
     */
    private void runCancellable(RunContext context, List<RunStep> remainingSteps, boolean isResumed) {
        try {
            runSteps(context, remainingSteps, isResumed);
        } catch (StepCancelledException cancellation) {
            throw MigratorSettings.createInterruptionException(context.place());
        }
    }

    private void runSteps(RunContext context, List<RunStep> remainingSteps, boolean isResumed) {
        PreparedMigration preparedMigration = context.preparedMigration();
        RunLedger ledger = context.ledger();
        connectionPool.setVariables(preparedMigration.migration().session());
        connectionPool.setContinuationCheck(context.cancellation()::requireNotCancelled);
        List<RunStep> oppositeSteps = skipUnstartedSteps(context, remainingSteps);
        if (isResumed || ledger.changesDirection()) {
            FencedTableSwap.restore(context, connectionPool.firstConnection(), ledger.abandonedSteps());
            FencedTableSwap.restore(context, connectionPool.firstConnection(), remainingSteps);
        }
        StagingTakeover takeover = new StagingTakeover(context, connectionPool.firstConnection());
        if (ledger.changesDirection()) {
            StepGuard.restoreAbandonedLoads(context, connectionPool.firstConnection(), ledger.abandonedSteps());
            takeover.dropAbandoned(ledger.abandonedSteps());
            takeover.dropAbandoned(remainingSteps);
            revertAbandonedChanges(context, oppositeSteps, remainingSteps);
        } else if (isResumed) {
            takeover.takeOver(remainingSteps);
            new MissingCopyCheck(context, connectionPool.firstConnection()).requireCopies(remainingSteps);
            revokeEarlyGrants(context, remainingSteps);
        } else if (ledger.isContinued()) {
            // An earlier run may have stopped while it reverted the abandoned changes.
            revertAbandonedChanges(context, oppositeSteps, remainingSteps);
        }
        remainingSteps.removeAll(skipStepsWithoutEffect(context, remainingSteps));
        boolean isFirstRun = begunMigrationNumbers.add(context.migration().number());
        new OlderLedgerCheck(context, connectionPool.firstConnection()).requireNoLaterLoads(remainingSteps, isFirstRun);
        requireNoEndedDependents(context, remainingSteps);
        new ReplacedTableCheck(context, connectionPool.firstConnection()).requireRecorded(remainingSteps);
        new ReplacedPartitionCheck(context, connectionPool.firstConnection()).requireCopyable(remainingSteps);
        new DynamicPartitioningCheck(context, connectionPool.firstConnection()).requireRecorded(remainingSteps);
        new TemporaryPartitionCheck(context, connectionPool.firstConnection()).requireNoRefusal(remainingSteps);
        int maxParallelSteps = SessionSteps.isSessionShared(remainingSteps) ? 1 : connectionPool.size();
        new ParallelStepRunner(
                        context, connectionPool, maxParallelSteps, step -> new StepRun(context, step, rewriteWarnings))
                .run(remainingSteps);
        connectionPool.discardChangedSessions();
        new ViewActivator(context, connectionPool.firstConnection()).activateAffectedViews();
    }

    /**
     * Skips the steps that revert nothing, because the interrupted upgrade has not started the steps that they revert,
     * and removes them from the list. Returns the steps of the other direction that concern the same objects as the
     * remaining steps.
     */
    private static List<RunStep> skipUnstartedSteps(RunContext context, List<RunStep> remainingSteps) {
        RunLedger ledger = context.ledger();
        List<RunStep> oppositeSteps = ledger.oppositeSteps();
        Optional<Set<Integer>> startedStepNumbers = ledger.startedUpgradeStepNumbers();
        if (startedStepNumbers.isEmpty()) {
            return oppositeSteps;
        }
        ChangedObjects changedObjects = ChangedObjects.find(
                new SessionSteps(context).groupTransactions(oppositeSteps), startedStepNumbers.get(), remainingSteps);
        List<RunStep> needlessSteps = remainingSteps.stream()
                .filter(step -> !changedObjects.mayConcern(step))
                .toList();
        skipSteps(context, needlessSteps);
        remainingSteps.removeAll(needlessSteps);
        return oppositeSteps.stream().filter(changedObjects::mayConcern).toList();
    }

    /**
     * Reverts the changes of the other direction. Steps that then have no effect are skipped, and removed from the
     * list.
     */
    private void revertAbandonedChanges(RunContext context, List<RunStep> oppositeSteps, List<RunStep> remainingSteps) {
        new AbandonedTableReverter(context, connectionPool.firstConnection(), rewriteWarnings)
                .revertTables(oppositeSteps, remainingSteps);
        List<RunStep> needlessSteps =
                new NeedlessRebuildFinder(context, connectionPool.firstConnection()).findSteps(remainingSteps);
        skipSteps(context, needlessSteps);
        remainingSteps.removeAll(needlessSteps);
    }

    private static void skipSteps(RunContext context, List<RunStep> steps) {
        for (RunStep step : steps) {
            step.recordedNumbers().forEach(context.ledger()::recordDone);
            context.publish(new Progress.StepSkipped(context.migration(), step.plannedStep()));
        }
    }

    /**
     * Revokes the grants that an earlier run made on a copy: until the copy replaces its object, only the migrator may
     * read the copy.
     */
    private void revokeEarlyGrants(RunContext context, List<RunStep> remainingSteps) {
        for (RunStep step : remainingSteps) {
            if (step instanceof StatementStep statementStep
                    && !statementStep.grantSteps().isEmpty()
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
    private boolean mayHaveReplacedObject(RunContext context, StatementStep statementStep) {
        return context.wasInterrupted(statementStep)
                && !new StepInspector(context)
                        .inspect(connectionPool.firstConnection(), statementStep)
                        .hasState(InspectionResult.State.BEFORE);
    }

    /**
     * Requires that no step ends dependents of tables. If the options allow it, warns about each of them instead. Also
     * warns about each view of others that a step breaks, because its definition stays.
     *
     * @throws MissingConsentException if steps end dependents, and the options do not allow it
     */
    private void requireNoEndedDependents(RunContext context, List<RunStep> remainingSteps) {
        BrokenDependentFinder dependentFinder = BrokenDependentFinder.forSteps(remainingSteps);
        if (dependentFinder.hasNoTrackedTables()) {
            return;
        }
        List<BrokenDependentFinder.BrokenDependent> endedDependents = new ArrayList<>();
        connectionPool
                .firstConnection()
                .runIdempotent(
                        context::createBackoff, server -> dependentFinder.readBrokenDependents(server, context::warn))
                .forEach(dependent -> {
                    if (dependent.isReader()) {
                        context.warn("the migration " + dependent.describeEffect());
                    } else {
                        endedDependents.add(dependent);
                    }
                });
        if (settings.get(MigratorOption.DEPENDENTS) == DependentPolicy.LOSE) {
            endedDependents.forEach(dependent -> context.warn(dependent
                    + (dependent.isRoutineLoad() && dependent.hasLostOnlyColumns()
                            ? ": change its columns"
                            : ": create it again")));
        } else if (!endedDependents.isEmpty()) {
            throw new MissingConsentException(
                    context.place(),
                    "the migration would end objects that depend on its tables: "
                            + endedDependents.stream()
                                    .map(BrokenDependentFinder.BrokenDependent::toString)
                                    .collect(Collectors.joining("; ")),
                    BrokenDependentFinder.describeRemedy(endedDependents));
        }
    }

    /** Skips the steps that have no effect on this server: they count as done. Returns the skipped steps. */
    private List<RunStep> skipStepsWithoutEffect(RunContext context, List<RunStep> remainingSteps) {
        List<RunStep> accessSteps = remainingSteps.stream()
                .filter(step -> step instanceof StatementStep statementStep && statementStep.changesAccess())
                .toList();
        List<RunStep> needlessSteps = accessSteps.isEmpty()
                ? List.of()
                : RoleStepGuard.findStepsWithoutEffect(context, accessSteps, connectionPool.firstConnection());
        skipSteps(context, needlessSteps);
        return needlessSteps;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        connectionPool.close();
    }
}
