package dev.cairn.internal.run;

import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.polling.ParallelWork;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.preparation.StepSchedule;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DropView;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of different objects in parallel. If only one step can run, it runs on the caller's thread. After a
 * failure, a step still starts only if it creates a view that the run has dropped; then the running steps stop waiting.
 * If the ledger is lost, or the caller is interrupted, no more steps start at all.
 */
final class ParallelStepRunner {
    private final RunContext context;
    private final StepConnectionPool connectionPool;
    private final int maxParallelSteps;
    private final Function<RunStep, StepRun> stepRunFactory;
    private final ParallelWork<RunStep> stepWork;
    private final Set<String> droppedViewNames = new TreeSet<>();
    private @Nullable ExecutorService executor;

    /** @param maxParallelSteps at most the size of the pool; if it is 1, all steps use the same connection */
    ParallelStepRunner(
            RunContext context,
            StepConnectionPool connectionPool,
            int maxParallelSteps,
            Function<RunStep, StepRun> stepRunFactory) {
        this.context = context;
        this.connectionPool = connectionPool;
        this.maxParallelSteps = maxParallelSteps;
        this.stepRunFactory = stepRunFactory;
        this.stepWork = new ParallelWork<>(context.cancellation());
    }

    /**
     * Runs the steps, and returns when all of them have ended. If steps fail, waits until no step is running any more,
     * and throws the failure that {@link ParallelWork#recordFailure} has kept.
     */
    void run(List<RunStep> steps) {
        StepSchedule schedule = new StepSchedule(steps);
        try {
            List<RunStep> readySteps = schedule.startReadySteps(maxParallelSteps);
            while (schedule.countRunningSteps() > 0) {
                startSteps(readySteps, schedule.countRunningSteps());
                ParallelWork.EndedPart<RunStep> endedStep = stepWork.awaitNext();
                if (endedStep.failure() == null) {
                    schedule.endStep(endedStep.part());
                    updateDroppedViewNames(endedStep.part());
                } else {
                    schedule.endFailedStep(endedStep.part());
                }
                Throwable failure = stepWork.failure();
                readySteps = failure == null
                        ? schedule.startReadySteps(maxParallelSteps)
                        : startStepsAfterFailure(schedule, failure);
            }
        } finally {
            if (executor != null) {
                executor.shutdown();
            }
            stepWork.restoreInterruption();
        }
        rethrowFailure();
    }

    private void updateDroppedViewNames(RunStep step) {
        if (step.subject() != null && hasStatement(step, DropView.class)) {
            droppedViewNames.add(step.subject());
        } else if (createsDroppedView(step)) {
            droppedViewNames.remove(step.subject());
        }
    }

    private boolean createsDroppedView(RunStep step) {
        return step.subject() != null
                && hasStatement(step, CreateView.class)
                && droppedViewNames.contains(step.subject());
    }

    private static boolean hasStatement(RunStep step, Class<? extends Statement> statementType) {
        return step instanceof StatementStep statementStep
                && statementType.isInstance(
                        statementStep.simulatedStep().action().statement());
    }

    /**
     * Starts and returns the steps that must run after a failure, because they create views that the run has dropped.
     * If no view is being dropped or created any more, cancels the other steps, and returns an empty list.
     */
    private List<RunStep> startStepsAfterFailure(StepSchedule schedule, Throwable firstFailure) {
        if (!(firstFailure instanceof LedgerLostException) && !(firstFailure instanceof StepCancelledException)) {
            List<RunStep> creationSteps = schedule.startReadySteps(maxParallelSteps, this::createsDroppedView);
            if (schedule.hasRunningStep(
                    step -> hasStatement(step, DropView.class) || hasStatement(step, CreateView.class))) {
                return creationSteps;
            }
        }
        context.cancellation().cancel();
        return List.of();
    }

    private void startSteps(List<RunStep> readySteps, int runningStepCount) {
        if (readySteps.size() == 1 && runningStepCount == 1) {
            stepWork.perform(readySteps.get(0), this::runStep);
            return;
        }
        for (RunStep step : readySteps) {
            if (executor == null) {
                executor =
                        Executors.newFixedThreadPool(maxParallelSteps, work -> DaemonThread.create(work, "cairn-step"));
            }
            executor.execute(() -> stepWork.perform(step, this::runStep));
        }
    }

    private void runStep(RunStep step) {
        StepConnection connection = connectionPool.borrow();
        try {
            context.cancellation().requireNotCancelled(); // another step may have failed while this one waited
            stepRunFactory.apply(step).run(connection);
        } finally {
            connectionPool.returnConnection(connection);
        }
    }

    private void rethrowFailure() {
        if (stepWork.failure() instanceof StepCancelledException) {
            throw MigratorSettings.createInterruptionException(context.place());
        }
        if (stepWork.failure() instanceof UncertainStepException uncertainStep) {
            throw withOpenSteps(uncertainStep);
        }
        stepWork.rethrowFailure();
    }

    /** Returns a failure that also names the other uncertain steps, and the steps that were started and did not end. */
    private UncertainStepException withOpenSteps(UncertainStepException firstFailure) {
        List<UncertainStepException> suppressedFailures = Stream.of(firstFailure.getSuppressed())
                .filter(UncertainStepException.class::isInstance)
                .map(UncertainStepException.class::cast)
                .toList();
        Set<Integer> reportedStepNumbers = new TreeSet<>();
        reportedStepNumbers.add(firstFailure.place().step());
        suppressedFailures.forEach(suppressedFailure ->
                reportedStepNumbers.add(suppressedFailure.place().step()));
        List<RunStep> openSteps = context.preparedMigration().steps().stream()
                .filter(step -> context.ledger().openStepNumbers().contains(step.number()))
                .filter(step -> !reportedStepNumbers.contains(step.number()))
                .toList();
        return StepErrors.withOpenSteps(context, firstFailure, suppressedFailures, openSteps);
    }
}
