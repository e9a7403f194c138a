package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.look.RoutineLoads;
import dev.cairn.internal.look.TableSize;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody should know before a table is written anew: how large it is, and which Routine Loads write to it meanwhile.
 * Nobody is asked twice for the same.
 */
public final class RewriteNotes {
    private final Map<ObjectName, List<String>> sizes = new HashMap<>();
    private final Map<String, RoutineLoads> loads = new HashMap<>();

    /** For a plan: two statements at most. Nothing, where the step rewrites no table. */
    public synchronized List<String> of(RunStep.OfStatement step, ServerConnection link) {
        ObjectName table = step.step().object();
        if (table == null || !step.step().rewritesData()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(sizes.computeIfAbsent(table, name -> size(name, link)));
        notes.addAll(writers(table, link));
        return notes;
    }

    /** For a run: one statement for each database, for an upgrade should not cost more than it must. */
    synchronized List<String> ofWriters(RunStep.OfStatement step, ServerConnection link) {
        ObjectName table = step.step().object();
        return table == null || !step.step().rewritesData() ? List.of() : writers(table, link);
    }

    private List<String> writers(ObjectName table, ServerConnection link) {
        List<String> running = loads.computeIfAbsent(table.database(), name -> loads(name, link))
                .on(table.name());
        return running.isEmpty()
                ? List.of()
                : List.of(table + " is written anew while Routine Loads run on it: " + String.join(", ", running));
    }

    /** A note that can't be had keeps nobody from running the step. */
    private static List<String> size(ObjectName table, ServerConnection link) {
        try {
            return List.of(table + " is written anew: " + TableSize.of(link, table));
        } catch (ServerRefusalException refused) {
            return List.of();
        }
    }

    private static RoutineLoads loads(String database, ServerConnection link) {
        try {
            return RoutineLoads.of(link, database);
        } catch (ServerRefusalException refused) {
            return new RoutineLoads(Map.of());
        }
    }
}
