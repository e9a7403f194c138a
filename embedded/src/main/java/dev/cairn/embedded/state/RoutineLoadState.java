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
 * @param offsets the next offset of each partition that the statements have named
 */
public record RoutineLoadState(long id, SortedMap<String, String> offsets, Instant creationTime) {
    /** Creates a Routine Load without offsets; the server chooses where it begins. */
    RoutineLoadState(long id, Instant creationTime) {
        this(id, new TreeMap<>(), creationTime);
    }

    /**
     * Returns the offsets as SHOW ROUTINE LOAD prints them, by partition: each is the last loaded offset, which is one
     * less than the next offset.
     */
    public Map<String, Object> formatProgress() {
        Map<String, Object> progress = new TreeMap<>();
        offsets.forEach((partition, nextOffset) -> {
            boolean isNumber = nextOffset.matches("\\d{1,18}");
            progress.put(
                    partition,
                    !isNumber
                            ? nextOffset
                            : nextOffset.equals("0") ? "OFFSET_ZERO" : Long.toString(Long.parseLong(nextOffset) - 1));
        });
        return progress;
    }

    /**
     * Returns the Routine Load with the offsets that a statement names; a partition without an offset begins at its
     * end.
     */
    private RoutineLoadState withOffsets(List<ClusterItem> items) {
        Map<String, String> sourceProperties = new TreeMap<>();
        items.forEach(item -> {
            if (item.part().clause().equals("source")) {
                sourceProperties.put(item.part().name(), item.value());
            }
        });
        SortedMap<String, String> newOffsets = new TreeMap<>(offsets);
        String partitions = sourceProperties.getOrDefault("kafka_partitions", "");
        String[] nextOffsets =
                sourceProperties.getOrDefault("kafka_offsets", "").split(",", -1);
        int position = 0;
        for (String partition : partitions.isEmpty() ? new String[0] : partitions.split(",", -1)) {
            boolean hasOffset = position < nextOffsets.length && !nextOffsets[position].isBlank();
            newOffsets.put(partition.strip(), hasOffset ? nextOffsets[position].strip() : "OFFSET_END");
            position++;
        }
        return new RoutineLoadState(id, newOffsets, creationTime);
    }

    /**
     * A Routine Load that was stopped. It is listed while the table with this id exists, under the current name of the
     * table.
     */
    public record EndedRoutineLoad(ClusterObject definition, long tableId, RoutineLoadState load) {}

    /**
     * The Routine Loads of a server.
     *
     * @param loads the Routine Loads in the catalog, by their keys in the catalog
     * @param endedLoads the Routine Loads that were stopped, in the order in which they were stopped
     */
    public record RoutineLoadRegistry(PersistentMap<RoutineLoadState> loads, List<EndedRoutineLoad> endedLoads) {
        static final RoutineLoadRegistry EMPTY = new RoutineLoadRegistry(PersistentMap.empty(), List.of());

        public RoutineLoadRegistry {
            endedLoads = List.copyOf(endedLoads);
        }

        public Optional<RoutineLoadState> find(ClusterObject load) {
            return loads.get(load.key());
        }

        /**
         * Returns the Routine Loads after a statement.
         *
         * @param oldState the state before the statement
         * @param newCatalog the catalog after the statement
         * @param database the default database of the session; null if none is selected
         * @param newLoad the state of a Routine Load that the statement creates
         */
        RoutineLoadRegistry update(
                ClusterState oldState,
                Catalog newCatalog,
                Statement statement,
                @Nullable String database,
                RoutineLoadState newLoad) {
            PersistentMap<RoutineLoadState> newLoads = loads;
            List<EndedRoutineLoad> newEndedLoads = new ArrayList<>(endedLoads);
            for (Map.Entry<String, RoutineLoadState> loadEntry : loads) {
                if (newCatalog.clusterObjects().find(loadEntry.getKey()).isEmpty()) {
                    newLoads = newLoads.withoutKey(loadEntry.getKey());
                    oldState.catalog()
                            .clusterObjects()
                            .find(loadEntry.getKey())
                            .ifPresent(definition -> newEndedLoads.add(new EndedRoutineLoad(
                                    definition,
                                    oldState.identities()
                                            .id(
                                                    definition.database(),
                                                    definition.tableName().orElse("")),
                                    loadEntry.getValue())));
                }
            }
            if (!(statement instanceof ClusterStatement change) || change.kind() != ClusterObjectKind.ROUTINE_LOAD) {
                return new RoutineLoadRegistry(newLoads, newEndedLoads);
            }
            String key = ClusterObject.key(change, database);
            if (change instanceof ClusterStatement.CreateClusterObject create) {
                newLoads = newLoads.withEntry(key, newLoad.withOffsets(create.items()));
            } else if (change instanceof ClusterStatement.AlterClusterObject alter) {
                for (ClusterStatement.ClusterChange alterChange : alter.changes()) {
                    RoutineLoadState alteredLoad =
                            newLoads.get(key).orElseThrow().withOffsets(alterChange.items());
                    newLoads = newLoads.withEntry(key, alteredLoad);
                }
            }
            return new RoutineLoadRegistry(newLoads, newEndedLoads);
        }
    }
}
