package dev.cairn.internal.run;

import dev.cairn.internal.polling.CancellationSignal.StepCancelledException;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.RunStep;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of different objects in parallel. If only one step can run, it runs on the caller's thread. After a
 * failure, views that the run has dropped are created again; then no more steps start, and the running steps stop
 * waiting.
 */
final class ParallelStepRunner {
    private final RunContext context;
    private final StepConnectionPool connectionPool;
    private final Function<RunStep, StepRun> stepRunFactory;
    private final BlockingQueue<EndedStep> endedSteps = new LinkedBlockingQueue<>();
    private final Set<String> droppedViewNames = new TreeSet<>();
    private @Nullable ExecutorService executor;
    private @Nullable Throwable failure;

    private record EndedStep(RunStep step, @Nullable Throwable failure) {}

    ParallelStepRunner(
            RunContext context, StepConnectionPool connectionPool, Function<RunStep, StepRun> stepRunFactory) {
        this.context = context;
        this.connectionPool = connectionPool;
        this.stepRunFactory = stepRunFactory;
    }

    void run(List<RunStep> steps) {
        StepSchedule schedule = new StepSchedule(steps);
        try {
            List<RunStep> readySteps = schedule.startReadySteps(connectionPool.size());
            while (schedule.countRunningSteps() > 0) {
                startSteps(readySteps, schedule.countRunningSteps());
                EndedStep endedStep = awaitEndedStep();
                if (endedStep.failure() == null) {
                    schedule.endStep(endedStep.step());
                    updateDroppedViewNames(endedStep.step());
                } else {
                    schedule.endFailedStep(endedStep.step());
                    recordFailure(endedStep.failure());
                }
                readySteps = failure == null
                        ? schedule.startReadySteps(connectionPool.size())
                        : startStepsAfterFailure(schedule, failure);
            }
        } finally {
            if (executor != null) {
                executor.shutdown();
            }
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
        return step instanceof RunStep.StatementStep statementStep
                && statementType.isInstance(
                        statementStep.simulatedStep().action().statement());
    }

    /**
     * Starts and returns the steps that must run after a failure, because they create views that the run has dropped.
     * If no view is being dropped or created any more, cancels the other steps, and returns an empty list.
     */
    private List<RunStep> startStepsAfterFailure(StepSchedule schedule, Throwable firstFailure) {
        if (!(firstFailure instanceof LedgerLostException) && !(firstFailure instanceof StepCancelledException)) {
            List<RunStep> creationSteps = schedule.startReadySteps(connectionPool.size(), this::createsDroppedView);
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
            endedSteps.add(runStep(readySteps.get(0)));
            return;
        }
        for (RunStep step : readySteps) {
            if (executor == null) {
                executor = Executors.newFixedThreadPool(connectionPool.size(), ParallelStepRunner::createThread);
            }
            executor.execute(() -> endedSteps.add(runStep(step)));
        }
    }

    private static Thread createThread(Runnable work) {
        Thread thread = new Thread(work, "cairn-step");
        thread.setDaemon(true);
        return thread;
    }

    private EndedStep runStep(RunStep step) {
        StepConnection connection = connectionPool.borrow();
        try {
            stepRunFactory.apply(step).run(connection);
            return new EndedStep(step, null);
        } catch (RuntimeException | Error stepFailure) {
            return new EndedStep(step, stepFailure);
        } finally {
            connectionPool.returnConnection(connection);
        }
    }

    /**
     * Waits for the next step to end. An interruption of the caller cancels the run: waiting steps stop, and the caller
     * waits for all steps to return.
     */
    private EndedStep awaitEndedStep() {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return endedSteps.take();
                } catch (InterruptedException interruption) {
                    isInterrupted = true;
                    context.cancellation().cancel();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Keeps the first failure, unless the ledger is lost: the next owner of the ledger may have caused the other
     * failures. Cancelled steps are ignored. All steps that find the ledger lost throw the same exception, which is
     * recorded once.
     */
    private void recordFailure(Throwable newFailure) {
        if (failure == null || failure instanceof StepCancelledException) {
            failure = newFailure;
        } else if (newFailure instanceof LedgerLostException && newFailure != failure) {
            newFailure.addSuppressed(failure);
            failure = newFailure;
        } else if (!(newFailure instanceof StepCancelledException) && newFailure != failure) {
            failure.addSuppressed(newFailure);
        }
    }

    private void rethrowFailure() {
        if (failure instanceof StepCancelledException) {
            throw MigratorSettings.createInterruptionException(context.place());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof UncertainStepException uncertainStep) {
            throw withOpenSteps(uncertainStep);
        }
        if (failure instanceof RuntimeException runtimeFailure) {
            throw runtimeFailure;
        }
    }

    private UncertainStepException withOpenSteps(UncertainStepException firstFailure) {
        List<UncertainStepException> suppressedFailures = Stream.of(firstFailure.getSuppressed())
                .filter(UncertainStepException.class::isInstance)
                .map(UncertainStepException.class::cast)
                .toList();
        Set<Integer> reportedStepNumbers = new TreeSet<>();
        reportedStepNumbers.add(firstFailure.where().step());
        suppressedFailures.forEach(suppressedFailure ->
                reportedStepNumbers.add(suppressedFailure.where().step()));
        List<RunStep> openSteps = context.preparedMigration().steps().stream()
                .filter(step -> context.ledger().openStepNumbers().contains(step.number()))
                .filter(step -> !reportedStepNumbers.contains(step.number()))
                .toList();
        return StepErrors.withOpenSteps(context, firstFailure, suppressedFailures, openSteps);
    }
}
