package dev.cairn.engine.partition;

import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyModel;
import java.util.List;

/**
 * Checks the partitioning of a new table, in the order of the server. Ranges are compared with one another only later,
 * by {@link PartitionRanges}.
 *
 * @param columns all columns of the table
 * @param properties the properties of the table
 */
public record PartitioningNormalizer(
        ServerProfile profile, KeyModel model, List<DraftColumn> columns, DeclaredTableProperties properties) {
    /** Returns the partitioning with its partitions in normal form; batches are expanded. */
    public PartitioningDraft normalize(PartitioningDraft draft) {
        if (draft instanceof PartitioningDraft.Ranges ranges) {
            return new RangePartitioningNormalizer(profile, columns, properties).normalize(ranges);
        }
        return draft instanceof PartitioningDraft.Lists lists
                ? new ListPartitioningNormalizer(profile, model, columns, properties).normalize(lists)
                : draft;
    }
}
