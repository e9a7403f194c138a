package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.ChangedPartitions;
import java.util.List;

/**
 * The outcome of a load: its failure, its numbers of rows, and the partitions that it changed.
 *
 * @param failureMessage the server's message if no row was written; empty if the load was accepted
 * @param totalRowCount the number of rows that have arrived
 * @param filteredRowCount the number of rows that can't be stored
 * @param unselectedRowCount the number of rows that do not meet the load's condition
 * @param problems messages about the first filtered rows, as the server's error log lists them
 * @param changedPartitions the partitions that the load wrote to
 */
public record LoadOutcome(
        String failureMessage,
        long totalRowCount,
        long filteredRowCount,
        long unselectedRowCount,
        List<String> problems,
        ChangedPartitions changedPartitions) {
    /** The server's message about a load that filtered out too many rows. */
    static final String TOO_MANY_FILTERED_MESSAGE = "too many filtered rows";

    /** The beginning of the server's message about a load without a row that can be stored. */
    static final String NO_ROWS_MESSAGE = "No rows were imported from upstream";

    public LoadOutcome {
        problems = List.copyOf(problems);
    }

    LoadOutcome withChangedPartitions(ChangedPartitions newChangedPartitions) {
        return new LoadOutcome(
                failureMessage, totalRowCount, filteredRowCount, unselectedRowCount, problems, newChangedPartitions);
    }

    public boolean isAccepted() {
        return failureMessage.isEmpty();
    }

    /** Returns the number of rows that were written; 0 if the load failed. */
    public long loadedRowCount() {
        return isAccepted() ? totalRowCount - filteredRowCount - unselectedRowCount : 0;
    }
}
