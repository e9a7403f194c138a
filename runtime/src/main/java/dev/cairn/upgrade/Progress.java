package dev.cairn.upgrade;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A progress event of a run, which consists of hooks, migrations and their steps. Steps that run in parallel send their
 * events from several threads.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.listener(progress -> {
 *     if (progress instanceof Progress.StepEnded step) {
 *         log.info(step.migration().name() + ", step " + step.step().number() + ": " + step.duration());
 *     }
 * });
 * }</pre>
 */
public sealed interface Progress {
    /** An event of a migration. */
    sealed interface MigrationEvent extends Progress {
        /** Returns the migration that the event belongs to. */
        RecordedMigration migration();
    }

    /**
     * The migrator has acquired the ledger, and a run begins. {@link RunEnded} or {@link RunFailed} follows.
     *
     * @param migrations the migrations to run, in their order; empty if only a hook is due, or if another migrator has
     *     run them all
     */
    record RunStarted(List<RecordedMigration> migrations) implements Progress {
        public RunStarted {
            migrations = List.copyOf(migrations);
        }
    }

    /**
     * The run has ended, and the migrator has released the ledger.
     *
     * @param migrations the migrations that were run
     */
    record RunEnded(List<RecordedMigration> migrations, Duration duration) implements Progress {
        public RunEnded {
            migrations = List.copyOf(migrations);
        }
    }

    /** The run has failed. Migrations that ended before the failure are done. */
    record RunFailed(Duration duration, Throwable failure) implements Progress {}

    /** A hook is about to be called. {@link HookEnded} or {@link HookFailed} follows. */
    record HookStarted(HookMoment moment) implements Progress {}

    /** A hook has ended. */
    record HookEnded(HookMoment moment, Duration duration) implements Progress {}

    /** A hook has failed. */
    record HookFailed(HookMoment moment, Duration duration, Throwable failure) implements Progress {}

    /**
     * The server can't be reached any longer. The run waits until the server can be reached again, and then continues.
     *
     * @param reason the driver's message
     * @param limit the time after which the run stops waiting and fails
     */
    record ServerUnreachable(String reason, Duration limit) implements Progress {}

    /** The point of a run at which a hook is called. */
    enum HookMoment {
        /** Before the first migration of an upgrade. */
        BEFORE_UPGRADE,
        /** After the last migration of an upgrade. */
        AFTER_UPGRADE
    }

    /**
     * A migration begins, or continues where another migrator stopped.
     *
     * @param steps the number of the last step of the migration
     * @param resumed whether an earlier run began the migration
     */
    record MigrationStarted(RecordedMigration migration, Direction direction, int steps, boolean resumed)
            implements MigrationEvent {}

    /** All steps of a migration are done. */
    record MigrationEnded(RecordedMigration migration, Direction direction, Duration duration)
            implements MigrationEvent {}

    /** A migration has failed. Its steps that are done are not run again. */
    record MigrationFailed(RecordedMigration migration, Direction direction, Duration duration, Throwable failure)
            implements MigrationEvent {}

    /** A statement is about to be sent, or code is about to be run. */
    record StepStarted(RecordedMigration migration, PlannedStep step) implements MigrationEvent {}

    /** A step is skipped because it is done already. */
    record StepSkipped(RecordedMigration migration, PlannedStep step) implements MigrationEvent {}

    /** A step is done. */
    record StepEnded(RecordedMigration migration, PlannedStep step, Duration duration) implements MigrationEvent {}

    /**
     * A step has failed, or has stopped because another step has failed. Its statement may still be running on the
     * server. The step has not begun if the state of its object could not be determined.
     *
     * @param isStopped whether the step has stopped because another one has failed, or the run was interrupted
     */
    record StepFailed(
            RecordedMigration migration, PlannedStep step, Duration duration, Throwable failure, boolean isStopped)
            implements MigrationEvent {
        /** Creates the event of a step with a failure of its own. */
        public StepFailed(RecordedMigration migration, PlannedStep step, Duration duration, Throwable failure) {
            this(migration, step, duration, failure, false);
        }
    }

    /**
     * A step waits.
     *
     * @param reason the reason: {@code job 10423 is RUNNING, 3/8}
     */
    record StepWaiting(RecordedMigration migration, PlannedStep step, String reason) implements MigrationEvent {}

    /**
     * A rebuild has copied a part of a table. Its first round copies all rows, and each later round the rows that were
     * written since the previous round. The backends have reported the sizes, which may be some minutes old.
     *
     * @param table the name of the table, with its database
     * @param round the number of the round in this run, beginning with 1
     * @param done the amount that this round has copied
     * @param all the amount that this round has to copy
     * @param duration the time that this round has taken so far
     * @param left the remaining time of this round at the same rate; empty if the rate is not known yet
     */
    record Copying(
            RecordedMigration migration,
            PlannedStep step,
            String table,
            int round,
            CopiedAmount done,
            CopiedAmount all,
            Duration duration,
            Optional<Duration> left)
            implements MigrationEvent {
        /**
         * Returns the event in one line:
         * {@code round 1: 2 of 5 parts, about 1200 of 3000 rows, 1.2 of 3.0 GB, 4.1 MB/s, about 90 s left}.
         */
        public String summary() {
            StringBuilder summary = new StringBuilder();
            summary.append("round ").append(round).append(": ");
            summary.append(done.parts()).append(" of ").append(all.parts()).append(" parts");
            String amountDescription = done.of(all);
            summary.append(amountDescription.isEmpty() ? "" : ", " + amountDescription);
            double seconds = duration.toMillis() / 1000.0;
            if (all.bytes() > 0 && seconds > 0) {
                summary.append(", ")
                        .append(CopiedAmount.formatSize((long) (done.bytes() / seconds)))
                        .append("/s");
            }
            left.ifPresent(remaining ->
                    summary.append(", about ").append(remaining.toSeconds()).append(" s left"));
            return summary.toString();
        }
    }

    /**
     * An amount of the rows that a rebuild copies.
     *
     * @param parts the number of partitions or of other parts of the table
     * @param rows the number of rows; 0 if it is not known
     * @param bytes the size of one replica of the rows; 0 if it is not known
     */
    record CopiedAmount(int parts, long rows, long bytes) {
        /** Returns the amount as a part of another one: {@code about 1200 of 3000 rows, 1.5 GB of 3.0 GB}. */
        public String of(CopiedAmount all) {
            String rowsDescription = all.rows() > 0 ? "about " + rows + " of " + all.rows() + " rows" : "";
            String bytesDescription = all.bytes() > 0 ? formatSize(bytes) + " of " + formatSize(all.bytes()) : "";
            return rowsDescription
                    + (rowsDescription.isEmpty() || bytesDescription.isEmpty() ? "" : ", ")
                    + bytesDescription;
        }

        private static String formatSize(long bytes) {
            String[] units = {"B", "KB", "MB", "GB", "TB"};
            double size = bytes;
            int unitIndex = 0;
            while (size >= 1024 && unitIndex < units.length - 1) {
                size /= 1024;
                unitIndex++;
            }
            return unitIndex == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, units[unitIndex]);
        }
    }

    /**
     * A rebuild has made a table unavailable for a time: the table was renamed, so nothing could read it or write to
     * it.
     *
     * @param table the name of the table, with its database
     * @param isReplaced whether the new table has the name now; otherwise, the old one has its name again
     */
    record TableOutage(
            RecordedMigration migration, PlannedStep step, String table, Duration duration, boolean isReplaced)
            implements MigrationEvent {}

    /**
     * A materialized view that the migration made inactive is active again.
     *
     * @param view the name of the view, with its database
     */
    record ViewActivated(RecordedMigration migration, String view) implements MigrationEvent {}

    /** A warning, which does not stop the migration. */
    record Warning(RecordedMigration migration, String message) implements MigrationEvent {}

    /**
     * A step of a migration, as plans and progress events describe it.
     *
     * @param number the number of the step in the migration, beginning with 1; code before the statements has the
     *     number 0, and code after them the number after that of the last statement
     * @param text the statement, with {@code '***'} in place of passwords and other secrets, or a comment that
     *     describes the step
     */
    record PlannedStep(int number, String text) {}
}
