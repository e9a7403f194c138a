package dev.cairn;

import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A migration that would be run, with the statements that would be sent.
 *
 * @param migration the migration
 * @param direction whether it would be upgraded or downgraded
 * @param steps the steps, in the order in which they would run; of a migration in progress, those that are not done
 * @param notes warnings by the number of the step, such as the loss of data, the size of a table that the step
 *     rewrites, and the Routine Loads that write to that table
 * @param target the target of the schema whose rules apply to the server
 */
public record PlannedMigration(
        RecordedMigration migration,
        Direction direction,
        List<PlannedStep> steps,
        SortedMap<Integer, List<String>> notes,
        ServerProfile target) {
    public PlannedMigration {
        steps = List.copyOf(steps);
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }
}
