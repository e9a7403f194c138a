package dev.cairn;

import dev.cairn.schema.RecordedMigration;
import dev.cairn.server.run.Direction;
import dev.cairn.server.run.Prepared;
import dev.cairn.server.run.RunStep;
import java.util.List;

/** A migration that would be run, with the statements that would be sent. */
public record PlannedMigration(RecordedMigration migration, Direction direction, List<RunStep> steps) {
    public PlannedMigration {
        steps = List.copyOf(steps);
    }

    static PlannedMigration of(Prepared prepared) {
        return new PlannedMigration(prepared.migration(), prepared.direction(), prepared.steps());
    }
}
