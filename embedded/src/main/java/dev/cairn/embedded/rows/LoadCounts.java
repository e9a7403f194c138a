package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.WrittenPartitions;
import java.util.List;

/**
 * The outcome of a load.
 *
 * @param accepted whether few enough rows were filtered out; if not, no row was written
 * @param unselected the number of rows that do not meet the load's condition
 * @param refused messages about the first filtered rows, as the server's error log lists them
 * @param partitions the partitions that the load wrote to
 */
public record LoadCounts(
        boolean accepted,
        long total,
        long filtered,
        long unselected,
        List<String> refused,
        WrittenPartitions partitions) {
    public LoadCounts {
        refused = List.copyOf(refused);
    }

    LoadCounts writing(WrittenPartitions written) {
        return new LoadCounts(accepted, total, filtered, unselected, refused, written);
    }

    public long loaded() {
        return accepted ? total - filtered - unselected : 0;
    }
}
