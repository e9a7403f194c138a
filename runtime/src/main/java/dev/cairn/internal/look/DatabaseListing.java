package dev.cairn.internal.look;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a database lists by name.
 *
 * @param there whether there is such a database
 */
record DatabaseListing(String database, boolean there, List<ListedObject> listed, List<MaterializedViewStatus> states) {
    private static final int UNKNOWN_DATABASE = 5501;

    /** Two statements. */
    static DatabaseListing of(ServerConnection link, String database) {
        List<List<@Nullable String>> tables;
        try {
            tables = link.rows("SHOW FULL TABLES FROM " + SqlQuoting.name(database));
        } catch (ServerRefusalException refused) {
            if (refused.number() == UNKNOWN_DATABASE) {
                return new DatabaseListing(database, false, List.of(), List.of());
            }
            throw refused;
        }
        List<MaterializedViewStatus> states = states(link, database, "");
        List<ListedObject> listed = new ArrayList<>();
        for (List<@Nullable String> row : tables) {
            String name = Objects.requireNonNull(row.get(0));
            listed.add(new ListedObject(new ObjectName(database, name), kind(name, row.get(1), states)));
        }
        return new DatabaseListing(database, true, listed, states);
    }

    /** SHOW MATERIALIZED VIEWS, perhaps with a LIKE. */
    static List<MaterializedViewStatus> states(ServerConnection link, String database, String like) {
        return link.named("SHOW MATERIALIZED VIEWS FROM " + SqlQuoting.name(database) + like).stream()
                .map(MaterializedViewStatus::of)
                .toList();
    }

    /** A materialized view is listed as a view. */
    private static String kind(String name, @Nullable String type, List<MaterializedViewStatus> states) {
        if ("BASE TABLE".equals(type)) {
            return "table";
        }
        boolean materialized = states.stream()
                .anyMatch(state -> !state.synchronous() && state.name().equals(name));
        return materialized ? "materialized view" : "view";
    }

    /** What is not Cairn's own. */
    List<ListedObject> ofUsers() {
        return listed.stream()
                .filter(each -> !isLedger(each.object().name())
                        && !isStaged(each.object().name()))
                .toList();
    }

    List<ListedObject> staged() {
        return listed.stream().filter(each -> isStaged(each.object().name())).toList();
    }

    /** Of the asynchronous ones, by name. */
    Map<String, MaterializedViewStatus> activity() {
        Map<String, MaterializedViewStatus> activity = new LinkedHashMap<>();
        states.stream().filter(state -> !state.synchronous()).forEach(state -> activity.put(state.name(), state));
        return activity;
    }

    // Names of what Cairn itself puts into a database. None of it belongs to a schema.

    private static final Pattern LEDGER = Pattern.compile("__cairn_[a-z][a-z0-9_]{0,39}_([0-9]{8}|history)");
    private static final Pattern STAGED = Pattern.compile(".+__cairn_[a-z0-9_]+");

    /** The state or the history of some schema. */
    private static boolean isLedger(String name) {
        return LEDGER.matcher(name).matches();
    }

    /** Something that is built beside an object or about to go; a migrator that died leaves it behind. */
    private static boolean isStaged(String name) {
        return !isLedger(name) && STAGED.matcher(name).matches();
    }
}
