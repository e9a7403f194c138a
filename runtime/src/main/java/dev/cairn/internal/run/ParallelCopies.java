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
    private final Deque<StepConnection> free;
    private final BlockingQueue<EndedCopy> ended = new LinkedBlockingQueue<>();
    private int running;
    private boolean interrupted;
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
        this.free = new ArrayDeque<>(connections);
        this.cancellation = cancellation;
    }

    private record EndedCopy(
            CopyUnit unit,
            StepConnection connection,
            @Nullable Throwable failure) {}

    void run(List<CopyUnit> units) {
        try {
            for (CopyUnit unit : units) {
                if (free.isEmpty()) {
                    await();
                }
                if (failure == null) {
                    attempt(callbacks::beforeCopy);
                }
                if (failure != null) {
                    break;
                }
                start(unit, free.removeFirst());
            }
            while (running > 0) {
                await();
            }
        } finally {
            if (interrupted) {
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
        running++;
        threads.execute(() -> {
            try {
                work.accept(free, unit);
                ended.add(new EndedCopy(unit, free, null));
            } catch (RuntimeException | Error thrown) {
                ended.add(new EndedCopy(unit, free, thrown));
            }
        });
    }

    private void await() {
        EndedCopy first = awaitEnded();
        running--;
        free.addFirst(first.connection());
        if (first.failure() == null) {
            attempt(() -> callbacks.afterCopy(first.unit()));
        } else {
            note(first.failure());
        }
    }

    private void attempt(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error thrown) {
            note(thrown);
        }
    }

    private void note(Throwable thrown) {
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
                return ended.take();
            } catch (InterruptedException end) {
                interrupted = true;
                cancellation.cancel();
                note(new CancellationSignal.StepCancelledException());
            }
        }
    }
}
