package dev.cairn.embedded.rows;

import java.util.List;

/**
 * The outcome of a load.
 *
 * @param accepted whether few enough rows were filtered out; if not, no row was written
 * @param unselected the number of rows that do not meet the load's condition
 * @param refused messages about the first filtered rows, as the server's error log lists them
 */
public record LoadCounts(boolean accepted, long total, long filtered, long unselected, List<String> refused) {
    public LoadCounts {
        refused = List.copyOf(refused);
    }

    public long loaded() {
        return accepted ? total - filtered - unselected : 0;
    }
}
