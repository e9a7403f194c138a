package dev.cairn.internal.run;

import dev.cairn.internal.run.CancellationSignal.Halted;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.internal.run.prepare.Schedule;
import dev.cairn.schema.LedgerLostException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs steps, those of different objects at once. Where only one can run, it runs on the caller's thread. */
final class ParallelStepRunner {
    private final RunContext course;
    private final StepConnectionPool lanes;
    private final Function<RunStep, StepRun> runs;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private @Nullable ExecutorService threads;
    private @Nullable Throwable failure;

    private record Ended(RunStep step, @Nullable Throwable failure) {}

    ParallelStepRunner(RunContext course, StepConnectionPool lanes, Function<RunStep, StepRun> runs) {
        this.course = course;
        this.lanes = lanes;
        this.runs = runs;
    }

    void run(List<RunStep> steps) {
        Schedule schedule = new Schedule(steps);
        try {
            List<RunStep> next = schedule.take(lanes.number());
            while (schedule.running() > 0) {
                start(next, schedule.running());
                Ended first = take();
                schedule.ended(first.step());
                note(first.failure());
                next = failure == null ? schedule.take(lanes.number()) : List.of();
            }
        } finally {
            if (threads != null) {
                threads.shutdown();
            }
        }
        rethrow();
    }

    private void start(List<RunStep> next, int running) {
        if (next.size() == 1 && running == 1) {
            ended.add(ended(next.get(0)));
            return;
        }
        for (RunStep step : next) {
            if (threads == null) {
                threads = Executors.newFixedThreadPool(lanes.number(), ParallelStepRunner::thread);
            }
            threads.execute(() -> ended.add(ended(step)));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cairn-step");
        thread.setDaemon(true);
        return thread;
    }

    private Ended ended(RunStep step) {
        StepConnection lane = lanes.take();
        try {
            runs.apply(step).run(lane);
            return new Ended(step, null);
        } catch (RuntimeException | Error thrown) {
            return new Ended(step, thrown);
        } finally {
            lanes.giveBack(lane);
        }
    }

    /** Who interrupts the caller wants the run to end: the steps end where they wait, and are waited for. */
    private Ended take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.take();
                } catch (InterruptedException end) {
                    interrupted = true;
                    course.halt().call();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The first failure is told, unless the ledger is lost: then what a step saw may be what its next owner did. A step that
     * was halted says nothing new, and neither does one that found the ledger lost too: all are told by the same exception.
     */
    private void note(@Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        course.halt().call();
        if (failure == null || failure instanceof Halted) {
            failure = thrown;
        } else if (thrown instanceof LedgerLostException && thrown != failure) {
            thrown.addSuppressed(failure);
            failure = thrown;
        } else if (!(thrown instanceof Halted) && thrown != failure) {
            failure.addSuppressed(thrown);
        }
    }

    private void rethrow() {
        if (failure instanceof Halted) {
            throw new StepErrors(course).interrupted();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException known) {
            throw known;
        }
    }
}
