package dev.cairn.embedded.state;

import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a Routine Load, whose definition is in the catalog. The embedded server does not connect to Kafka, so
 * it loads no rows.
 *
 * @param nextOffsetByPartition the next offset of each partition that the statements have named
 */
public record RoutineLoadState(long id, SortedMap<String, String> nextOffsetByPartition, Instant creationTime) {
    /** Creates a Routine Load without offsets; the server chooses the first offsets. */
    RoutineLoadState(long id, Instant creationTime) {
        this(id, new TreeMap<>(), creationTime);
    }

    /**
     * Returns the offsets as SHOW ROUTINE LOAD prints them, by partition: each is the last loaded offset, which is one
     * less than the next offset.
     */
    public Map<String, Object> formatProgress() {
        Map<String, Object> offsetTextByPartition = new TreeMap<>();
        nextOffsetByPartition.forEach((partition, nextOffset) -> {
            boolean isNumber = nextOffset.matches("\\d{1,18}");
            offsetTextByPartition.put(
                    partition,
                    !isNumber
                            ? nextOffset
                            : nextOffset.equals("0") ? "OFFSET_ZERO" : Long.toString(Long.parseLong(nextOffset) - 1));
        });
        return offsetTextByPartition;
    }

    /**
     * Returns the Routine Load with the offsets that a statement names; a partition without an offset is read from its
     * end.
     */
    RoutineLoadState withOffsets(List<ClusterItem> items) {
        Map<String, String> sourcePropertyByName = new TreeMap<>();
        items.forEach(item -> {
            if (item.part().clause().equals("source")) {
                sourcePropertyByName.put(item.part().name(), item.value());
            }
        });
        SortedMap<String, String> newOffsetByPartition = new TreeMap<>(nextOffsetByPartition);
        String joinedPartitions = sourcePropertyByName.getOrDefault("kafka_partitions", "");
        String[] nextOffsets =
                sourcePropertyByName.getOrDefault("kafka_offsets", "").split(",", -1);
        int partitionIndex = 0;
        for (String partition : joinedPartitions.isEmpty() ? new String[0] : joinedPartitions.split(",", -1)) {
            boolean hasOffset = partitionIndex < nextOffsets.length && !nextOffsets[partitionIndex].isBlank();
            newOffsetByPartition.put(partition.strip(), hasOffset ? nextOffsets[partitionIndex].strip() : "OFFSET_END");
            partitionIndex++;
        }
        return new RoutineLoadState(id, newOffsetByPartition, creationTime);
    }
}
