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
 * Copies that run in parallel on other threads. Only the thread of the caller changes the state, so that no state of a
 * rebuild needs a lock.
 */
final class ParallelCopies {
    private final BiConsumer<StepConnection, CopyUnit> work;
    private final CopyListener listener;
    private final ExecutorService threads;
    private final CancellationSignal cancellation;
    private final Deque<StepConnection> freeConnections;
    private final BlockingQueue<EndedCopy> endedCopies = new LinkedBlockingQueue<>();
    private int runningCount;
    private boolean isInterrupted;
    private @Nullable Throwable failure;

    /**
     * @param connections the connections of the copies, each of which one copy uses at a time
     * @param cancellation stops the steps that run in parallel
     */
    ParallelCopies(
            BiConsumer<StepConnection, CopyUnit> work,
            CopyListener listener,
            ExecutorService threads,
            List<StepConnection> connections,
            CancellationSignal cancellation) {
        this.work = work;
        this.listener = listener;
        this.threads = threads;
        this.freeConnections = new ArrayDeque<>(connections);
        this.cancellation = cancellation;
    }

    private record EndedCopy(
            CopyUnit unit,
            StepConnection connection,
            @Nullable Throwable failure) {}

    void run(List<CopyUnit> units) {
        try {
            for (CopyUnit unit : units) {
                if (freeConnections.isEmpty()) {
                    awaitCopy();
                }
                if (failure == null) {
                    callListener(listener::beforeUnit);
                }
                if (failure != null) {
                    break;
                }
                start(unit, freeConnections.removeFirst());
            }
            while (runningCount > 0) {
                awaitCopy();
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

    private void start(CopyUnit unit, StepConnection connection) {
        runningCount++;
        threads.execute(() -> {
            try {
                work.accept(connection, unit);
                endedCopies.add(new EndedCopy(unit, connection, null));
            } catch (RuntimeException | Error copyFailure) {
                endedCopies.add(new EndedCopy(unit, connection, copyFailure));
            }
        });
    }

    private void awaitCopy() {
        EndedCopy endedCopy = awaitEnded();
        runningCount--;
        freeConnections.addFirst(endedCopy.connection());
        if (endedCopy.failure() == null) {
            callListener(() -> listener.afterUnit(endedCopy.unit()));
        } else {
            recordFailure(endedCopy.failure());
        }
    }

    private void callListener(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error listenerFailure) {
            recordFailure(listenerFailure);
        }
    }

    private void recordFailure(Throwable newFailure) {
        if (failure == null || failure instanceof CancellationSignal.StepCancelledException) {
            failure = newFailure;
        } else if (newFailure != failure && !(newFailure instanceof CancellationSignal.StepCancelledException)) {
            failure.addSuppressed(newFailure);
        }
    }

    /** Interrupting the caller cancels the run, as it does for steps that run in parallel. */
    private EndedCopy awaitEnded() {
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
