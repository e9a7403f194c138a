package dev.cairn.internal.run;

import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.run.CopyWorkers.Callbacks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Copies that run in parallel on other threads. Only the thread of the caller changes the state. */
final class ParallelCopies {
    private final BiConsumer<StepConnection, CopyUnit> work;
    private final Callbacks callbacks;
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
            Callbacks callbacks,
            ExecutorService threads,
            List<StepConnection> connections,
            CancellationSignal cancellation) {
        this.work = work;
        this.callbacks = callbacks;
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
                    await();
                }
                if (failure == null) {
                    attempt(callbacks::beforeCopy);
                }
                if (failure != null) {
                    break;
                }
                start(unit, freeConnections.removeFirst());
            }
            while (runningCount > 0) {
                await();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException known) {
            throw known;
        }
    }

    private void start(CopyUnit unit, StepConnection free) {
        runningCount++;
        threads.execute(() -> {
            try {
                work.accept(free, unit);
                endedCopies.add(new EndedCopy(unit, free, null));
            } catch (RuntimeException | Error thrown) {
                endedCopies.add(new EndedCopy(unit, free, thrown));
            }
        });
    }

    private void await() {
        EndedCopy first = awaitEnded();
        runningCount--;
        freeConnections.addFirst(first.connection());
        if (first.failure() == null) {
            attempt(() -> callbacks.afterCopy(first.unit()));
        } else {
            noteFailure(first.failure());
        }
    }

    private void attempt(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error thrown) {
            noteFailure(thrown);
        }
    }

    private void noteFailure(Throwable thrown) {
        if (failure == null || failure instanceof CancellationSignal.StepCancelledException) {
            failure = thrown;
        } else if (thrown != failure && !(thrown instanceof CancellationSignal.StepCancelledException)) {
            failure.addSuppressed(thrown);
        }
    }

    /** Interrupting the caller cancels the run, as it does for steps that run in parallel. */
    private EndedCopy awaitEnded() {
        while (true) {
            try {
                return endedCopies.take();
            } catch (InterruptedException end) {
                isInterrupted = true;
                cancellation.cancel();
                noteFailure(new CancellationSignal.StepCancelledException());
            }
        }
    }
}
