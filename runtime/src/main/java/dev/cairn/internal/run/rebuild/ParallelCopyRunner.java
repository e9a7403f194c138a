package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the units of a table in parallel on other threads. Only the thread of the caller calls the listener and
 * changes the state of this object, so the state of a rebuild needs no lock.
 */
final class ParallelCopyRunner {
    private final BiConsumer<StepConnection, CopyUnit> work;
    private final CopyListener listener;
    private final ExecutorService executor;
    private final CancellationSignal cancellation;
    private final Deque<StepConnection> freeConnections;
    private final BlockingQueue<EndedCopy> endedCopies = new LinkedBlockingQueue<>();
    private int runningCopyCount;
    private boolean isInterrupted;
    private @Nullable Throwable failure;

    /**
     * @param connections one for each unit that may run at the same time
     * @param cancellation stops the steps that run in parallel
     */
    ParallelCopyRunner(
            BiConsumer<StepConnection, CopyUnit> work,
            CopyListener listener,
            ExecutorService executor,
            List<StepConnection> connections,
            CancellationSignal cancellation) {
        this.work = work;
        this.listener = listener;
        this.executor = executor;
        this.freeConnections = new ArrayDeque<>(connections);
        this.cancellation = cancellation;
    }

    private record EndedCopy(
            CopyUnit unit,
            StepConnection connection,
            @Nullable Throwable failure) {}

    /**
     * Does the work for all units, and returns when no unit is running any more.
     *
     * @throws RuntimeException the first failure of a unit or of the listener, with the later ones as suppressed
     *     exceptions
     */
    void run(List<CopyUnit> units) {
        try {
            for (CopyUnit unit : units) {
                if (freeConnections.isEmpty()) {
                    finishNextCopy();
                }
                if (failure == null) {
                    callListener(listener::beforeUnit);
                }
                if (failure != null) {
                    break;
                }
                startCopy(unit, freeConnections.removeFirst());
            }
            while (runningCopyCount > 0) {
                finishNextCopy();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException runtimeFailure) {
            throw runtimeFailure;
        }
    }

    private void startCopy(CopyUnit unit, StepConnection connection) {
        runningCopyCount++;
        executor.execute(() -> {
            try {
                work.accept(connection, unit);
                endedCopies.add(new EndedCopy(unit, connection, null));
            } catch (RuntimeException | Error copyFailure) {
                endedCopies.add(new EndedCopy(unit, connection, copyFailure));
            }
        });
    }

    private void finishNextCopy() {
        EndedCopy endedCopy = awaitNextEndedCopy();
        runningCopyCount--;
        freeConnections.addFirst(endedCopy.connection());
        if (endedCopy.failure() == null) {
            callListener(() -> listener.afterUnit(endedCopy.unit()));
        } else {
            recordFailure(endedCopy.failure());
        }
    }

    private void callListener(Runnable listenerCall) {
        try {
            listenerCall.run();
        } catch (RuntimeException | Error listenerFailure) {
            recordFailure(listenerFailure);
        }
    }

    /**
     * Keeps the first failure, with the later ones as suppressed exceptions. A cancellation is only a consequence of
     * another failure, which replaces it.
     */
    private void recordFailure(Throwable newFailure) {
        if (failure == null || failure instanceof CancellationSignal.StepCancelledException) {
            failure = newFailure;
        } else if (newFailure != failure && !(newFailure instanceof CancellationSignal.StepCancelledException)) {
            failure.addSuppressed(newFailure);
        }
    }

    /**
     * Waits for the next copy to end. An interruption of the caller cancels the run, as it does for steps that run in
     * parallel.
     */
    private EndedCopy awaitNextEndedCopy() {
        while (true) {
            try {
                return endedCopies.take();
            } catch (InterruptedException interruption) {
                isInterrupted = true;
                cancellation.cancel();
                recordFailure(new CancellationSignal.StepCancelledException());
            }
        }
    }
}
