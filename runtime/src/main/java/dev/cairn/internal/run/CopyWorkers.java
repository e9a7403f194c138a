package dev.cairn.internal.run;

import dev.cairn.internal.rebuild.CopyUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies parts of a table in parallel, each on a separate connection. With one connection, everything happens on the
 * thread of the caller.
 */
final class CopyWorkers {
    private final RunContext context;
    private final StepConnection connection;
    private final int parallel;

    /** @param connection the connection of the step, which is one of those that are used */
    CopyWorkers(RunContext context, StepConnection connection, int parallel) {
        this.context = context;
        this.connection = connection;
        this.parallel = parallel;
    }

    /** The work on the thread of the caller. */
    interface Turns {
        /** Called before each copy; may wait, or throw an exception, which ends the work after the copies under way. */
        default void next() {}

        /** Called after each copy. */
        default void done(CopyUnit unit) {}

        Turns NONE = new Turns() {};
    }

    private record Ended(
            CopyUnit unit,
            StepConnection connection,
            @Nullable Throwable failure) {}

    /**
     * Copies all units. If a copy fails, no other is begun; those that are under way are waited for.
     *
     * @param work called for each unit, with a connection that nothing else uses meanwhile
     */
    void run(List<CopyUnit> units, BiConsumer<StepConnection, CopyUnit> work, Turns turns) {
        int side = Math.min(parallel, units.size());
        if (side <= 1) {
            for (CopyUnit unit : units) {
                turns.next();
                work.accept(connection, unit);
                turns.done(unit);
            }
            return;
        }
        List<StepConnection> opened = new ArrayList<>();
        for (int i = 1; i < side; i++) {
            opened.add(connection.another());
        }
        ExecutorService threads = Executors.newFixedThreadPool(side, CopyWorkers::thread);
        try {
            new Batch(work, turns, threads, opened).run(units);
        } finally {
            threads.shutdown();
            opened.forEach(StepConnection::close);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cairn-copy");
        thread.setDaemon(true);
        return thread;
    }

    /** The copies of one call. Only the thread of the caller changes it. */
    private final class Batch {
        private final BiConsumer<StepConnection, CopyUnit> work;
        private final Turns turns;
        private final ExecutorService threads;
        private final Deque<StepConnection> free;
        private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        private int running;
        private boolean interrupted;
        private @Nullable Throwable failure;

        Batch(
                BiConsumer<StepConnection, CopyUnit> work,
                Turns turns,
                ExecutorService threads,
                List<StepConnection> opened) {
            this.work = work;
            this.turns = turns;
            this.threads = threads;
            this.free = new ArrayDeque<>(opened);
            free.addFirst(connection);
        }

        void run(List<CopyUnit> units) {
            try {
                for (CopyUnit unit : units) {
                    if (free.isEmpty()) {
                        await();
                    }
                    if (failure == null) {
                        attempt(turns::next);
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
                    ended.add(new Ended(unit, free, null));
                } catch (RuntimeException | Error thrown) {
                    ended.add(new Ended(unit, free, thrown));
                }
            });
        }

        private void await() {
            Ended first = take();
            running--;
            free.addFirst(first.connection());
            if (first.failure() == null) {
                attempt(() -> turns.done(first.unit()));
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
            if (failure == null || failure instanceof CancellationSignal.Halted) {
                failure = thrown;
            } else if (thrown != failure && !(thrown instanceof CancellationSignal.Halted)) {
                failure.addSuppressed(thrown);
            }
        }

        /** Interrupting the caller cancels the run, as it does for steps that run in parallel. */
        private Ended take() {
            while (true) {
                try {
                    return ended.take();
                } catch (InterruptedException end) {
                    interrupted = true;
                    context.cancellation().call();
                    note(new CancellationSignal.Halted());
                }
            }
        }
    }
}
