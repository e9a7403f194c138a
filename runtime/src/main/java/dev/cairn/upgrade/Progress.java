package dev.cairn.upgrade;

import java.time.Duration;
import java.util.List;

/**
 * A progress event of a run, which consists of hooks, migrations and their steps. Steps that run in parallel send their
 * events from several threads.
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
    /** An event of a migration. */
    sealed interface InMigration extends Progress {
        /** Returns the migration that the event belongs to. */
        RecordedMigration migration();
    }

    /**
     * The migrator has acquired the ledger, and a run begins.
     *
     * @param migrations the migrations to run, in their order
     */
    record RunBegins(List<RecordedMigration> migrations) implements Progress {
        public RunBegins {
            migrations = List.copyOf(migrations);
        }
    }

    /**
     * The run has ended, and the migrator has released the ledger.
     *
     * @param migrations the migrations that were run
     */
    record RunEnds(List<RecordedMigration> migrations, Duration took) implements Progress {
        public RunEnds {
            migrations = List.copyOf(migrations);
        }
    }

    /** The run has failed. Migrations that ended before the failure are done. */
    record RunFails(Duration took, Throwable failure) implements Progress {}

    /** A hook is about to be called. */
    record HookBegins(HookMoment moment) implements Progress {}

    /** A hook has ended. */
    record HookEnds(HookMoment moment, Duration took) implements Progress {}

    /** A hook has failed. */
    record HookFails(HookMoment moment, Duration took, Throwable failure) implements Progress {}

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
     * @param steps the number of its steps
     * @param resumed whether another run has begun the migration
     */
    record Begins(RecordedMigration migration, Direction direction, int steps, boolean resumed)
            implements InMigration {}

    /** All steps of a migration are done. */
    record Ends(RecordedMigration migration, Direction direction, Duration took) implements InMigration {}

    /** A migration has failed. Its steps that are done are not run again. */
    record Fails(RecordedMigration migration, Direction direction, Duration took, Throwable failure)
            implements InMigration {}

    /** A statement is about to be sent, or code is about to be run. */
    record StepBegins(RecordedMigration migration, PlannedStep step) implements InMigration {}

    /** A step is skipped because it is done already. */
    record StepSkipped(RecordedMigration migration, PlannedStep step) implements InMigration {}

    /** A step is done. */
    record StepEnds(RecordedMigration migration, PlannedStep step, Duration took) implements InMigration {}

    /**
     * A step has failed, or has stopped waiting because another step has failed. Its statement may still be running on the
     * server. The step has not begun if the state of its object could not be determined.
     */
    record StepFails(RecordedMigration migration, PlannedStep step, Duration took, Throwable failure)
            implements InMigration {}

    /**
     * A step waits.
     *
     * @param reason the reason: {@code job 10423 is RUNNING, 3/8}
     */
    record Waiting(RecordedMigration migration, PlannedStep step, String reason) implements InMigration {}

    /**
     * A rebuild has made a table unavailable for a time: it was renamed, so that nothing could read it or write to it.
     *
     * @param table the name of the table, with its database
     * @param replaced whether the new table has taken its place; otherwise, the old one has its name again
     */
    record Unavailable(RecordedMigration migration, PlannedStep step, String table, Duration took, boolean replaced)
            implements InMigration {}

    /**
     * A materialized view that the migration made inactive is active again.
     *
     * @param view the name of the view, with its database
     */
    record Activated(RecordedMigration migration, String view) implements InMigration {}

    /** A warning, which does not stop the migration. */
    record Warning(RecordedMigration migration, String message) implements InMigration {}

    /**
     * A step of a migration, as plans and progress events describe it.
     *
     * @param number the number of the step in the migration, beginning with 1; code before the statements has the number 0,
     *     and code after them the number behind that of the last statement
     * @param text the statement, or a comment that describes the step
     */
    record PlannedStep(int number, String text) {}
}
