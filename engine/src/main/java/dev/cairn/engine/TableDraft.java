package dev.cairn.engine;

import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Name;
import java.util.List;

/**
 * A table that is being created, when all that its statement says has been looked at.
 *
 * @param columns also those that the server makes for partition expressions
 */
record TableDraft(
        TableKey key, List<DraftColumn> columns, PartitionDraft partitioning, PropertyBag properties) {
    TableDraft {
        columns = List.copyOf(columns);
    }

    KeyModel model() {
        return key.model();
    }

    List<String> partitionColumns() {
        if (partitioning instanceof PartitionDraft.Ranges ranges) {
            return ranges.columns().stream().map(Name::text).toList();
        }
        return partitioning instanceof PartitionDraft.Lists lists
                ? lists.columns().stream().map(Name::text).toList()
                : List.of();
    }
}
