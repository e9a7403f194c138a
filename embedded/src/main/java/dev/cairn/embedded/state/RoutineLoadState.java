package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    private RoutineLoadState withOffsets(List<ClusterItem> items) {
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

    /**
     * A Routine Load that was stopped. It is listed while the table with this id exists, under the current name of the
     * table.
     */
    public record StoppedRoutineLoad(ClusterObject definition, long tableId, RoutineLoadState state) {}

    /**
     * The Routine Loads of a server.
     *
     * @param loadByKey the Routine Loads in the catalog, by their keys in the catalog
     * @param stoppedLoads the Routine Loads that were stopped, in the order in which they were stopped
     */
    public record RoutineLoadRegistry(
            PersistentMap<RoutineLoadState> loadByKey, List<StoppedRoutineLoad> stoppedLoads) {
        static final RoutineLoadRegistry EMPTY = new RoutineLoadRegistry(PersistentMap.empty(), List.of());

        public RoutineLoadRegistry {
            stoppedLoads = List.copyOf(stoppedLoads);
        }

        public Optional<RoutineLoadState> find(ClusterObject definition) {
            return loadByKey.get(definition.key());
        }

        /**
         * Returns the Routine Loads after a statement.
         *
         * @param oldState the state before the statement
         * @param newCatalog the catalog after the statement
         * @param defaultDatabaseName the default database of the session; null if none is selected
         * @param newLoad the state of a Routine Load that the statement creates
         */
        RoutineLoadRegistry update(
                ClusterState oldState,
                Catalog newCatalog,
                Statement statement,
                @Nullable String defaultDatabaseName,
                RoutineLoadState newLoad) {
            PersistentMap<RoutineLoadState> newLoadByKey = loadByKey;
            List<StoppedRoutineLoad> newStoppedLoads = new ArrayList<>(stoppedLoads);
            for (Map.Entry<String, RoutineLoadState> loadEntry : loadByKey) {
                if (newCatalog.clusterObjects().find(loadEntry.getKey()).isEmpty()) {
                    newLoadByKey = newLoadByKey.withoutKey(loadEntry.getKey());
                    oldState.catalog()
                            .clusterObjects()
                            .find(loadEntry.getKey())
                            .ifPresent(definition -> newStoppedLoads.add(new StoppedRoutineLoad(
                                    definition,
                                    oldState.identities()
                                            .id(
                                                    definition.database(),
                                                    definition.tableName().orElse("")),
                                    loadEntry.getValue())));
                }
            }
            if (!(statement instanceof ClusterStatement clusterStatement)
                    || clusterStatement.kind() != ClusterObjectKind.ROUTINE_LOAD) {
                return new RoutineLoadRegistry(newLoadByKey, newStoppedLoads);
            }
            String key = ClusterObject.key(clusterStatement, defaultDatabaseName);
            if (clusterStatement instanceof ClusterStatement.CreateClusterObject create) {
                newLoadByKey = newLoadByKey.withEntry(key, newLoad.withOffsets(create.items()));
            } else if (clusterStatement instanceof ClusterStatement.AlterClusterObject alter) {
                for (ClusterStatement.ClusterChange alterChange : alter.changes()) {
                    RoutineLoadState alteredLoad =
                            newLoadByKey.get(key).orElseThrow().withOffsets(alterChange.items());
                    newLoadByKey = newLoadByKey.withEntry(key, alteredLoad);
                }
            }
            return new RoutineLoadRegistry(newLoadByKey, newStoppedLoads);
        }
    }
}
