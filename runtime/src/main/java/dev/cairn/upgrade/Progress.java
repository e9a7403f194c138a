package dev.cairn.upgrade;

import java.time.Duration;

/**
 * A progress event of a running migration. Steps that run in parallel send their events from several threads.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.listener(progress -> {
 *     if (progress instanceof Progress.StepEnds step) {
 *         log.info(step.migration().name() + ", step " + step.step().number() + ": " + step.took());
 *     }
 * });
 * }</pre>
 */
public sealed interface Progress {
    /** Returns the migration that the event belongs to. */
    RecordedMigration migration();

    /**
     * A migration begins, or continues where another migrator stopped.
     *
     * @param steps the number of its steps
     * @param resumed whether another run has begun the migration
     */
    record Begins(RecordedMigration migration, Direction direction, int steps, boolean resumed) implements Progress {}

    /** All steps of a migration are done. */
    record Ends(RecordedMigration migration, Direction direction, Duration took) implements Progress {}

    /** A statement is about to be sent, or code is about to be run. */
    record StepBegins(RecordedMigration migration, PlannedStep step) implements Progress {}

    /** A step is skipped because it is done already. */
    record StepSkipped(RecordedMigration migration, PlannedStep step) implements Progress {}

    /** A step is done. */
    record StepEnds(RecordedMigration migration, PlannedStep step, Duration took) implements Progress {}

    /**
     * A step has failed, or has stopped waiting because another step has failed. Its statement may still be running on the
     * server. The step has not begun if the state of its object could not be determined.
     */
    record StepFails(RecordedMigration migration, PlannedStep step, Duration took, Throwable failure)
            implements Progress {}

    /**
     * A step waits.
     *
     * @param reason the reason: {@code job 10423 is RUNNING, 3/8}
     */
    record Waiting(RecordedMigration migration, PlannedStep step, String reason) implements Progress {}

    /**
     * A rebuild has made a table unavailable for a time: it was renamed, so that nothing could read it or write to it.
     *
     * @param table the name of the table, with its database
     * @param replaced whether the new table has taken its place; otherwise, the old one has its name again
     */
    record Unavailable(RecordedMigration migration, PlannedStep step, String table, Duration took, boolean replaced)
            implements Progress {}

    /**
     * A materialized view that the migration made inactive is active again.
     *
     * @param view the name of the view, with its database
     */
    record Activated(RecordedMigration migration, String view) implements Progress {}

    /** A warning, which does not stop the migration. */
    record Warning(RecordedMigration migration, String message) implements Progress {}

    /**
     * A step of a migration, as plans and progress events describe it.
     *
     * @param number the number of the step in the migration, beginning with 1; code before the statements has the number 0,
     *     and code after them the number behind that of the last statement
     * @param text the statement, or a comment that describes the step
     */
    record PlannedStep(int number, String text) {}
}
