package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.ChangedPartitions;
import java.util.List;

/**
 * The outcome of a load: whether it was accepted, its numbers of rows, and the partitions that it changed.
 *
 * @param isAccepted whether few enough rows were filtered out; if not, no row was written
 * @param totalRows the number of rows that have arrived
 * @param filteredRows the number of rows that can't be stored
 * @param unselectedRows the number of rows that do not meet the load's condition
 * @param problems messages about the first filtered rows, as the server's error log lists them
 * @param partitions the partitions that the load wrote to
 */
public record LoadOutcome(
        boolean isAccepted,
        long totalRows,
        long filteredRows,
        long unselectedRows,
        List<String> problems,
        ChangedPartitions partitions) {
    /** The server's message about a load that filtered out too many rows. */
    public static final String TOO_MANY_FILTERED = "too many filtered rows";

    public LoadOutcome {
        problems = List.copyOf(problems);
    }

    LoadOutcome withPartitions(ChangedPartitions writtenPartitions) {
        return new LoadOutcome(isAccepted, totalRows, filteredRows, unselectedRows, problems, writtenPartitions);
    }

    public long loadedRows() {
        return isAccepted ? totalRows - filteredRows - unselectedRows : 0;
    }
}
