package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.reflection.AlterJobs;
import dev.cairn.internal.reflection.AlterJobs.AlterJob;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the jobs that a statement starts. If the server has cancelled a job, the caller may send the statement
 * again.
 */
final class JobAwaiter {
    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final Optional<AlterJobs> stepJobs;

    /** Thrown if the server cancelled the job of a statement, which therefore has no effect. */
    static final class CancelledJobException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient AlterJob job;

        private CancelledJobException(AlterJob job) {
            super(job.toString());
            this.job = job;
        }

        AlterJob job() {
            return job;
        }

        /**
         * Returns the transient error that the server names as the reason; empty if a retry would fail, too. A job has
         * a message, but no error number.
         */
        Optional<TransientError> transientError() {
            return TransientError.classify(0, job.message());
        }
    }

    JobAwaiter(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        ObjectName tableName = step.simulatedStep().object();
        this.stepJobs = tableName == null
                ? Optional.empty()
                : AlterJobs.find(step.simulatedStep().waitCondition(), tableName);
    }

    /**
     * Returns the newest job of the kind that the step starts; empty if the table never had such a job, or if the step
     * starts no job.
     */
    Optional<AlterJob> readNewestJob() {
        return stepJobs.flatMap(alterJobs -> connection.runIdempotent(context::createBackoff, alterJobs::readNewest));
    }

    /**
     * Waits until the job of the statement has ended. Returns at once if the statement has not started a job, because
     * it changes nothing.
     *
     * @param previousJob the newest job before the statement was sent
     * @throws CancelledJobException if the server cancelled the job
     */
    void awaitEnd(Optional<AlterJob> previousJob) {
        Optional<AlterJob> job = awaitNewerJob(stepJobs.orElse(null), previousJob);
        if (job.filter(AlterJob::isCancelled).isPresent()) {
            throw new CancelledJobException(job.get());
        }
    }

    /**
     * Waits until no job of the kind is running on the table, including jobs that other clients started. Returns
     * whether a job was running and succeeded; false, without a wait, if the step can't start a job.
     */
    boolean awaitRunningJob() {
        ObjectName tableName = step.simulatedStep().object();
        boolean isAlterTable = step.simulatedStep().action().statement() instanceof Statement.AlterTable;
        if (tableName != null
                && (stepJobs.isPresent()
                        || (isAlterTable && step.simulatedStep().waitCondition() == WaitCondition.NOTHING))) {
            AlterJobs alterJobs = stepJobs.orElseGet(() -> AlterJobs.ofColumns(tableName));
            Optional<AlterJob> runningJob = connection
                    .runIdempotent(context::createBackoff, alterJobs::readNewest)
                    .filter(job -> !job.hasEnded());
            return runningJob.isPresent()
                    && awaitNewerJob(alterJobs, Optional.empty())
                            .filter(AlterJob::isFinished)
                            .isPresent();
        }
        return false;
    }

    /**
     * Waits until the newest job after the previous one has ended, and returns it; empty if there is no such job.
     *
     * @param alterJobs the jobs of a kind; null if the step starts no job
     */
    private Optional<AlterJob> awaitNewerJob(@Nullable AlterJobs alterJobs, Optional<AlterJob> previousJob) {
        Backoff backoff = context.createBackoff();
        while (alterJobs != null) {
            Optional<AlterJob> job = connection
                    .runIdempotent(context::createBackoff, alterJobs::readNewest)
                    .filter(newestJob -> AlterJobs.isNewer(newestJob, previousJob));
            if (job.isEmpty() || job.get().hasEnded()) {
                return job;
            }
            context.publishWait(step, job.get().toString());
            backoff.pause();
        }
        return Optional.empty();
    }
}
