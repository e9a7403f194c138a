package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.ChangedPartitions;
import java.util.List;

/**
 * The outcome of a load: its failure, its numbers of rows, and the partitions that it changed.
 *
 * @param failure the server's message if no row was written; empty if the load was accepted
 * @param totalRows the number of rows that have arrived
 * @param filteredRows the number of rows that can't be stored
 * @param unselectedRows the number of rows that do not meet the load's condition
 * @param problems messages about the first filtered rows, as the server's error log lists them
 * @param partitions the partitions that the load wrote to
 */
public record LoadOutcome(
        String failure,
        long totalRows,
        long filteredRows,
        long unselectedRows,
        List<String> problems,
        ChangedPartitions partitions) {
    /** The server's message about a load that filtered out too many rows. */
    static final String TOO_MANY_FILTERED = "too many filtered rows";

    /** The beginning of the server's message about a load without a row that can be stored. */
    static final String NO_ROWS = "No rows were imported from upstream";

    public LoadOutcome {
        problems = List.copyOf(problems);
    }

    LoadOutcome withPartitions(ChangedPartitions writtenPartitions) {
        return new LoadOutcome(failure, totalRows, filteredRows, unselectedRows, problems, writtenPartitions);
    }

    public boolean isAccepted() {
        return failure.isEmpty();
    }

    public long loadedRows() {
        return isAccepted() ? totalRows - filteredRows - unselectedRows : 0;
    }
}
