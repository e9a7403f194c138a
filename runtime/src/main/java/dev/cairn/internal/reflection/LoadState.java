package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The state of the load with a label, as the server remembers it. */
public enum LoadState {
    /** The load succeeded, and its rows are visible. */
    FINISHED,
    /** The load was started, and may still succeed or fail. */
    RUNNING,
    /** The load failed; its label can be used again. */
    CANCELLED,
    /** The server has never known the label, or has forgotten it. */
    UNKNOWN;

    /**
     * Reads the state of the load with a label. A load that is running or has succeeded takes precedence over failed
     * ones; a label has at most one load that has not failed. The frontend answers without a backend, and requires no
     * privileges.
     */
    public static LoadState readInDatabase(ServerConnection connection, String databaseName, String label) {
        return read(connection, "FROM " + SqlQuoting.quoteName(databaseName) + " WHERE LABEL = ", label);
    }

    /**
     * Like {@link #readInDatabase}, for a label that is used in at most one database. SHOW LOAD ALL compares labels
     * with LIKE here: with an equals sign, a server stops at the first database whose loads lack the label, and lists
     * nothing.
     */
    public static LoadState readInAnyDatabase(ServerConnection connection, String label) {
        return read(connection, "ALL WHERE LABEL LIKE ", label);
    }

    /** A load that SHOW LOAD lists. */
    public record ListedLoad(String label, LoadState state) {
        private static ListedLoad of(NamedRow row) {
            return new ListedLoad(row.text("Label"), parse(row.text("State")));
        }
    }

    /**
     * Returns the loads of a database whose labels begin with a text. LIKE does not take a pattern in this statement: a
     * server compares the text literally, and lists all labels that contain it.
     */
    public static List<ListedLoad> listLoads(ServerConnection connection, String databaseName, String labelPrefix) {
        return streamLoads(connection, "FROM " + SqlQuoting.quoteName(databaseName) + " WHERE LABEL LIKE ", labelPrefix)
                .filter(load -> load.label().startsWith(labelPrefix))
                .toList();
    }

    private static Stream<ListedLoad> streamLoads(ServerConnection connection, String clause, String label) {
        return connection.fetchNamedRows("SHOW LOAD " + clause + SqlQuoting.quoteText(label)).stream()
                .map(ListedLoad::of);
    }

    private static LoadState parse(String stateText) {
        return switch (stateText) {
            case "FINISHED" -> FINISHED;
            case "CANCELLED" -> CANCELLED;
            default -> RUNNING;
        };
    }

    private static LoadState read(ServerConnection connection, String clause, String label) {
        // The constants are in the order of their precedence.
        return streamLoads(connection, clause, label)
                .filter(load -> load.label().equals(label))
                .map(ListedLoad::state)
                .min(Comparator.naturalOrder())
                .orElse(UNKNOWN);
    }
}
