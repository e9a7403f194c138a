package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.polling.ParallelWork;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/**
 * Runs work on the units of a table in parallel on other threads. Only the thread of the caller calls the listener and
 * changes the state of this object. The state that the work changes on other threads needs a lock, like that of {@link
 * dev.cairn.internal.copy.CopyProgress}.
 */
final class ParallelCopyRunner {
    private final BiConsumer<StepConnection, CopyUnit> work;
    private final CopyListener listener;
    private final ExecutorService executor;
    private final Deque<StepConnection> freeConnections;
    private final ParallelWork<RunningCopy> copyWork;
    private int runningCopyCount;

    /**
     * Creates a runner, which is used once.
     *
     * @param executor has a thread for each connection
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
        this.copyWork = new ParallelWork<>(cancellation);
    }

    private record RunningCopy(CopyUnit unit, StepConnection connection) {}

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
                if (copyWork.failure() == null) {
                    callListener(listener::beforeUnit);
                }
                if (copyWork.failure() != null) {
                    break;
                }
                startCopy(unit, freeConnections.removeFirst());
            }
            while (runningCopyCount > 0) {
                finishNextCopy();
            }
        } finally {
            copyWork.restoreInterruption();
        }
        copyWork.rethrowFailure();
    }

    private void startCopy(CopyUnit unit, StepConnection connection) {
        runningCopyCount++;
        executor.execute(() -> copyWork.perform(
                new RunningCopy(unit, connection), copy -> work.accept(copy.connection(), copy.unit())));
    }

    private void finishNextCopy() {
        ParallelWork.EndedPart<RunningCopy> endedCopy = copyWork.awaitNext();
        runningCopyCount--;
        freeConnections.addFirst(endedCopy.part().connection());
        if (endedCopy.failure() == null) {
            callListener(() -> listener.afterUnit(endedCopy.part().unit()));
        }
    }

    private void callListener(Runnable listenerCall) {
        try {
            listenerCall.run();
        } catch (RuntimeException | Error listenerFailure) {
            copyWork.recordFailure(listenerFailure);
        }
    }
}
