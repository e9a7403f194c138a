package dev.cairn.internal.run.prepare;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.RecordedMigration;
import java.time.Duration;

/** What happens while a migration runs. Steps side by side tell of it from several threads. */
public sealed interface Progress {
    /** The migration that it is about. */
    RecordedMigration migration();

    /** A migration begins, or goes on where another migrator stopped. */
    record Begins(RecordedMigration migration, Direction direction, int steps, boolean resumed) implements Progress {}

    /** All steps of a migration are done. */
    record Ends(RecordedMigration migration, Direction direction, Duration took) implements Progress {}

    /** A statement is about to be sent, or code about to be run. */
    record StepBegins(RecordedMigration migration, RunStep step) implements Progress {}

    /** A step was found to be done. */
    record StepSkipped(RecordedMigration migration, RunStep step) implements Progress {}

    /** A step is done. */
    record StepEnds(RecordedMigration migration, RunStep step, Duration took) implements Progress {}

    /**
     * A step waits.
     *
     * @param reason what for: {@code job 10423 is RUNNING, 3/8}
     */
    record Waiting(RecordedMigration migration, RunStep step, String reason) implements Progress {}

    /** A materialized view that the migration made inactive is active again. */
    record Activated(RecordedMigration migration, ObjectName view) implements Progress {}

    /** Something that somebody should know. */
    record Warning(RecordedMigration migration, String message) implements Progress {}
}
