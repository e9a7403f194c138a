package dev.cairn.internal.look;

import dev.cairn.internal.link.Link;
import dev.cairn.internal.link.Quoted;
import dev.cairn.internal.link.Refused;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a database lists by name.
 *
 * @param there whether there is such a database
 */
record Contents(String database, boolean there, List<Listed> listed, List<MaterializedState> states) {
    private static final int UNKNOWN_DATABASE = 5501;

    /** Two statements. */
    static Contents of(Link link, String database) {
        List<List<@Nullable String>> tables;
        try {
            tables = link.rows("SHOW FULL TABLES FROM " + Quoted.name(database));
        } catch (Refused refused) {
            if (refused.number() == UNKNOWN_DATABASE) {
                return new Contents(database, false, List.of(), List.of());
            }
            throw refused;
        }
        List<MaterializedState> states = states(link, database, "");
        List<Listed> listed = new ArrayList<>();
        for (List<@Nullable String> row : tables) {
            String name = Objects.requireNonNull(row.get(0));
            listed.add(new Listed(new ObjectName(database, name), kind(name, row.get(1), states)));
        }
        return new Contents(database, true, listed, states);
    }

    /** SHOW MATERIALIZED VIEWS, perhaps with a LIKE. */
    static List<MaterializedState> states(Link link, String database, String like) {
        return link.named("SHOW MATERIALIZED VIEWS FROM " + Quoted.name(database) + like).stream()
                .map(MaterializedState::of)
                .toList();
    }

    /** A materialized view is listed as a view. */
    private static String kind(String name, @Nullable String type, List<MaterializedState> states) {
        if ("BASE TABLE".equals(type)) {
            return "table";
        }
        boolean materialized = states.stream()
                .anyMatch(state -> !state.synchronous() && state.name().equals(name));
        return materialized ? "materialized view" : "view";
    }

    /** What is not Cairn's own. */
    List<Listed> ofUsers() {
        return listed.stream()
                .filter(each -> !OwnNames.isLedger(each.object().name())
                        && !OwnNames.isStaged(each.object().name()))
                .toList();
    }

    List<Listed> staged() {
        return listed.stream()
                .filter(each -> OwnNames.isStaged(each.object().name()))
                .toList();
    }

    /** Of the asynchronous ones, by name. */
    Map<String, MaterializedState> activity() {
        Map<String, MaterializedState> activity = new LinkedHashMap<>();
        states.stream().filter(state -> !state.synchronous()).forEach(state -> activity.put(state.name(), state));
        return activity;
    }
}
