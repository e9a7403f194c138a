package dev.cairn.internal.run;

import dev.cairn.internal.run.AlterJobs.AlterJob;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for what a statement started. */
final class JobAwaiter {
    private final RunContext course;
    private final RunStep.OfStatement step;
    private final StepConnection lane;
    private final Optional<AlterJobs> jobs;

    JobAwaiter(RunContext course, RunStep.OfStatement step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
        ObjectName table = step.step().object();
        this.jobs = table == null ? Optional.empty() : AlterJobs.of(step.step().waitsFor(), table);
    }

    /** The newest job of the kind that the step starts, before it is sent. */
    Optional<AlterJob> newest() {
        return jobs.flatMap(listed -> lane.ask(course::backoff, listed::newest));
    }

    /**
     * Until the job has ended that is newer than that one; at once where there is none, for a statement that changes nothing
     * starts none.
     *
     * @throws dev.cairn.schema.StepException where the server cancelled it
     */
    void ended(Optional<AlterJob> before) {
        Optional<AlterJob> job = await(jobs.orElse(null), before);
        if (job.filter(AlterJob::isCancelled).isPresent()) {
            course.protection().undone(step.number());
            throw new StepErrors(course, step).cancelled(job.get());
        }
    }

    /** Until no job of the kind is under way on the table, whoever started it; whether one was, and succeeded. */
    boolean idle() {
        ObjectName table = step.step().object();
        boolean alters = step.step().action().statement() instanceof Statement.AlterTable;
        if (table != null && (jobs.isPresent() || (alters && step.step().waitsFor() == WaitCondition.NOTHING))) {
            AlterJobs listed = jobs.orElseGet(() -> AlterJobs.ofColumns(table));
            Optional<AlterJob> running =
                    lane.ask(course::backoff, listed::newest).filter(job -> !job.hasEnded());
            return running.isPresent()
                    && await(listed, Optional.empty())
                            .filter(AlterJob::isFinished)
                            .isPresent();
        }
        return false;
    }

    private Optional<AlterJob> await(@Nullable AlterJobs listed, Optional<AlterJob> before) {
        Backoff backoff = course.backoff();
        while (listed != null) {
            Optional<AlterJob> job =
                    lane.ask(course::backoff, listed::newest).filter(found -> AlterJobs.isLater(found, before));
            if (job.isEmpty() || job.get().hasEnded()) {
                return job;
            }
            course.waiting(step, job.get().toString());
            backoff.pause();
        }
        return Optional.empty();
    }
}
