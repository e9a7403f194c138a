package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Routine Loads of a server.
 *
 * @param loadByKey the Routine Loads in the catalog, by their keys in the catalog
 * @param stoppedLoads the Routine Loads that were stopped, in the order in which they were stopped
 */
public record RoutineLoadRegistry(PersistentMap<RoutineLoadState> loadByKey, List<StoppedRoutineLoad> stoppedLoads) {
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
