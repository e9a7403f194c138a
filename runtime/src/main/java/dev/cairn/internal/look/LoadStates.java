package dev.cairn.internal.look;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server knows of loads by their labels. The frontend answers by itself, and asks for no grants. */
public final class LoadStates {
    private LoadStates() {}

    /** What became of a load. */
    public enum LoadState {
        /** It ran, and its rows are visible. */
        FINISHED,
        /** It was begun, and may still be either. */
        RUNNING,
        /** It failed: the label is free again. */
        CANCELLED,
        /** Never heard of, or forgotten. */
        UNKNOWN
    }

    /** Of all loads with the label, the one that counts: only one can run or have run. */
    public static LoadState of(ServerConnection link, String database, String label) {
        List<String> states = link
                .named("SHOW LOAD FROM " + SqlQuoting.name(database) + " WHERE LABEL = " + SqlQuoting.text(label))
                .stream()
                .filter(row -> label.equals(row.get("Label")))
                .map(LoadStates::state)
                .toList();
        if (states.contains("FINISHED")) {
            return LoadState.FINISHED;
        }
        if (states.isEmpty()) {
            return LoadState.UNKNOWN;
        }
        return states.stream().allMatch("CANCELLED"::equals) ? LoadState.CANCELLED : LoadState.RUNNING;
    }

    private static String state(Map<String, @Nullable String> row) {
        return String.valueOf(row.get("State"));
    }
}
