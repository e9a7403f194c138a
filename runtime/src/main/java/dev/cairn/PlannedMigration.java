package dev.cairn;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.RewriteNotes;
import dev.cairn.internal.run.preparation.EndedDependents;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A migration that would be run, with the statements that would be sent.
 *
 * @param migration the migration
 * @param direction whether it would be upgraded or downgraded
 * @param steps the steps, in the order in which they would run
 * @param notes warnings, by the number of the step: that it drops data, how large a table is that it rewrites, and
 *     which Routine Loads write to that table
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

    /** Returns a prepared migration with its warnings. */
    static PlannedMigration of(
            PreparedMigration prepared, RewriteNotes rewrites, ServerConnection connection, ServerProfile target) {
        SortedMap<Integer, List<String>> notes = new TreeMap<>();
        List<String> unread = new ArrayList<>();
        List<EndedDependents.Ended> ended = EndedDependents.of(prepared.steps()).read(connection, unread::add);
        for (RunStep step : prepared.steps()) {
            if (step instanceof RunStep.OfStatement statement) {
                List<String> all = new ArrayList<>();
                statement.step().lints().forEach(lint -> all.add(lint.message()));
                all.addAll(rewrites.of(statement, connection));
                ended.stream()
                        .filter(each -> each.step() == step.number())
                        .forEach(each -> all.add("ends the " + each));
                if (!all.isEmpty()) {
                    notes.put(step.number(), List.copyOf(all));
                }
            }
        }
        return new PlannedMigration(
                prepared.migration(),
                prepared.direction(),
                prepared.steps().stream().map(RunStep::planned).toList(),
                notes,
                target);
    }
}
