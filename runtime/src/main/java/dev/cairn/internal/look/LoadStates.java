package dev.cairn.internal.look;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the states of loads by their labels. The frontend answers without a backend, and requires no privileges. */
public final class LoadStates {
    private LoadStates() {}

    /** The state of a load. */
    public enum LoadState {
        /** The load succeeded, and its rows are visible. */
        FINISHED,
        /** The load was begun, and may still succeed or fail. */
        RUNNING,
        /** The load failed; its label can be used again. */
        CANCELLED,
        /** The server has never known the label, or has forgotten it. */
        UNKNOWN
    }

    /**
     * Returns the state that counts among all loads with the label: at most one of them can be running or have
     * succeeded.
     */
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
