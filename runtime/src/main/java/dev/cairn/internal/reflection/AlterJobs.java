package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.WaitCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of one kind that alter a table, as SHOW ALTER TABLE lists them. A statement does not report which job it
 * starts, if any: it is the job whose id is higher than the ids of all earlier jobs.
 */
public final class AlterJobs {
    private final ObjectName tableName;
    private final String kind;

    private AlterJobs(ObjectName tableName, String kind) {
        this.tableName = tableName;
        this.kind = kind;
    }

    /** Returns the jobs of the kind that a step waits for; empty if the step does not wait for a listed job. */
    public static Optional<AlterJobs> find(WaitCondition waitCondition, ObjectName tableName) {
        return switch (waitCondition) {
            case COLUMN_JOB -> Optional.of(new AlterJobs(tableName, "COLUMN"));
            case ROLLUP_JOB -> Optional.of(new AlterJobs(tableName, "ROLLUP"));
            case OPTIMIZE_JOB -> Optional.of(new AlterJobs(tableName, "OPTIMIZE"));
            case NOTHING, HIDDEN_JOB, REFRESH, LOAD -> Optional.empty();
        };
    }

    /** Returns whether a job was started after an earlier one; true if there is no earlier one. */
    public static boolean isNewer(AlterJob job, Optional<AlterJob> earlierJob) {
        return earlierJob.map(olderJob -> job.id() > olderJob.id()).orElse(true);
    }

    /** Returns the jobs that change columns of a table. */
    public static AlterJobs ofColumns(ObjectName tableName) {
        return new AlterJobs(tableName, "COLUMN");
    }

    /**
     * One job, as the server reports it.
     *
     * @param progress empty if the server reports none
     */
    public record AlterJob(long id, String state, String message, String progress) {
        /**
         * Returns whether the state is final. The server may report states that Cairn does not know; only FINISHED and
         * CANCELLED are final.
         */
        public boolean hasEnded() {
            return isFinished() || isCancelled();
        }

        public boolean isFinished() {
            return state.equals("FINISHED");
        }

        public boolean isCancelled() {
            return state.equals("CANCELLED");
        }

        @Override
        public String toString() {
            return "job " + id + " is " + state + (progress.isEmpty() ? "" : ", " + progress);
        }
    }

    /** Returns the newest job of this kind on the table, whether it has ended or not; empty if no job is listed. */
    public Optional<AlterJob> readNewest(ServerConnection connection) {
        List<NamedRow> rows = connection.fetchNamedRows(
                "SHOW ALTER TABLE " + kind + " FROM " + SqlQuoting.quoteName(tableName.database())
                        + " WHERE TableName = " + SqlQuoting.quoteText(tableName.name()));
        return rows.stream()
                .filter(row -> tableName.name().equals(row.text("TableName")))
                .map(AlterJobs::createJob)
                .max(Comparator.comparingLong(AlterJob::id));
    }

    private static AlterJob createJob(NamedRow row) {
        return new AlterJob(
                Long.parseLong(row.text("JobId")),
                row.text("State"),
                textOrEmpty(row, "Msg"),
                textOrEmpty(row, "Progress"));
    }

    /** Returns the text of a column; empty if it is not set, which the server prints as {@code \N}. */
    private static String textOrEmpty(NamedRow row, String column) {
        String value = row.text(column);
        return value.equals("\\N") ? "" : value;
    }
}
