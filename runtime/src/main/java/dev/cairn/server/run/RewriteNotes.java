package dev.cairn.server.run;

import dev.cairn.plan.ObjectName;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know before a table is written anew: how large it is, and which Routine Loads write to it meanwhile.
 * A database is asked once for all of its tables.
 */
public final class RewriteNotes {
    private static final Set<String> ENDED = Set.of("STOPPED", "CANCELLED");

    private final Map<String, Database> databases = new HashMap<>();

    private record Database(Map<String, String> sizes, Map<String, List<String>> loads) {}

    /** Nothing, where the step rewrites none. */
    public synchronized List<String> of(RunStep.OfStatement step, Link link) {
        ObjectName table = step.step().object();
        if (table == null || !step.step().rewritesData()) {
            return List.of();
        }
        Database database =
                databases.computeIfAbsent(table.database(), name -> new Database(sizes(link, name), loads(link, name)));
        List<String> notes = new ArrayList<>();
        String size = database.sizes().get(table.name());
        if (size != null) {
            notes.add(table + " is written anew: " + size);
        }
        List<String> loads = database.loads().getOrDefault(table.name(), List.of());
        if (!loads.isEmpty()) {
            notes.add(table + " is written anew while Routine Loads run on it: " + String.join(", ", loads));
        }
        return notes;
    }

    List<String> of(RunStep.OfStatement step, Lane lane, Course course) {
        return step.step().rewritesData() ? lane.ask(course::backoff, link -> of(step, link)) : List.of();
    }

    private static Map<String, String> sizes(Link link, String database) {
        Map<String, String> sizes = new HashMap<>();
        for (Map<String, @Nullable String> row : rows(link, "SHOW DATA FROM " + Quoted.name(database))) {
            sizes.put(said(row, "TableName"), said(row, "Size"));
        }
        return sizes;
    }

    private static Map<String, List<String>> loads(Link link, String database) {
        Map<String, List<String>> loads = new HashMap<>();
        for (Map<String, @Nullable String> row : rows(link, "SHOW ROUTINE LOAD FROM " + Quoted.name(database))) {
            if (!ENDED.contains(said(row, "State"))) {
                loads.computeIfAbsent(said(row, "TableName"), name -> new ArrayList<>())
                        .add(said(row, "Name"));
            }
        }
        return loads;
    }

    /** A note that can't be had keeps nobody from running the step. */
    private static List<Map<String, @Nullable String>> rows(Link link, String sql) {
        try {
            return link.named(sql);
        } catch (Refused refused) {
            return List.of();
        }
    }

    private static String said(Map<String, @Nullable String> row, String column) {
        return Objects.requireNonNullElse(row.get(column), "");
    }
}
