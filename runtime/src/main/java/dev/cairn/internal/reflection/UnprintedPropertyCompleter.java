package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Completes an object that was read from a server with the properties that servers do not print, or print with former
 * names of columns, so that these do not count as differences.
 *
 * <pre>{@code
 * SchemaObject completedObject =
 *         new UnprintedPropertyCompleter(profile, expectedCatalog, expectedObject).complete(liveObject);
 * completedObject.findDifferingParts(expectedObject, profile, queryMatcher); // only printed parts differ
 * }</pre>
 */
public record UnprintedPropertyCompleter(ServerProfile profile, Catalog expectedCatalog, SchemaObject expectedObject) {
    private static final String REPLICA_PROPERTY_NAME = KnownProperty.REPLICATION_NUM.propertyName();

    /**
     * Returns the object with the unprinted properties of the expected object. An object other than a table or a
     * materialized view is unchanged.
     */
    public SchemaObject complete(SchemaObject liveObject) {
        if (liveObject instanceof MaterializedViewObject liveView
                && expectedObject instanceof MaterializedViewObject expectedView) {
            return new MaterializedViewObject(complete(liveView.view(), expectedView.view()));
        }
        return liveObject instanceof TableObject liveTable && expectedObject instanceof TableObject expectedTableObject
                ? new TableObject(complete(liveTable.table(), expectedTableObject.table()))
                : liveObject;
    }

    /** Returns the view with the present names of columns in unique constraints, which are printed with other ones. */
    private MaterializedView complete(MaterializedView liveView, MaterializedView expectedView) {
        KnownProperty property = KnownProperty.UNIQUE_CONSTRAINTS;
        Optional<String> printedConstraints = property.findValueIn(liveView.properties());
        return property.findValueIn(expectedView.properties())
                .filter(constraints -> printedConstraints
                        .filter(UniqueConstraints.withColumnIds(constraints, expectedCatalog)::equals)
                        .isPresent())
                .map(constraints -> liveView.withProperties(
                        liveView.properties().withProperty(property.propertyName(), constraints)))
                .orElse(liveView);
    }

    private Table complete(Table liveTable, Table expectedTable) {
        Set<String> printedNames = ShowCreate.shownStatement(profile, expectedTable).properties().stream()
                .map(Property::name)
                .collect(Collectors.toSet());
        StoredProperties properties = liveTable.properties();
        for (Map.Entry<String, StoredProperties.Setting> settingEntry :
                expectedTable.properties().settingByName().entrySet()) {
            if (!settingEntry.getValue().isAssumed() && !printedNames.contains(settingEntry.getKey())) {
                properties = properties.withProperty(
                        settingEntry.getKey(), settingEntry.getValue().value());
            }
        }
        return withAssumedReplicas(liveTable.withProperties(properties), expectedTable);
    }

    /**
     * Returns the live table with the assumed number of replicas. A server prints the replicas of a partition only if
     * they differ from those of its table. If the replicas of the table are assumed, they may differ between the server
     * and the expected table. Therefore, if a partition has its own number in either table, the numbers are compared.
     */
    private static Table withAssumedReplicas(Table liveTable, Table expectedTable) {
        StoredProperties.Setting assumedSetting =
                expectedTable.properties().settingByName().get(REPLICA_PROPERTY_NAME);
        String liveReplicaCount = KnownProperty.REPLICATION_NUM
                .findValueIn(liveTable.properties())
                .orElse("");
        if (assumedSetting == null
                || !assumedSetting.isAssumed()
                || liveReplicaCount.isEmpty()
                || assumedSetting.value().equals(liveReplicaCount)) {
            return liveTable;
        }
        TablePartitions expectedPartitions = TablePartitions.of(expectedTable);
        List<PartitionDefinition> partitions = new ArrayList<>();
        for (PartitionDefinition partition : TablePartitions.of(liveTable).definitions()) {
            boolean hasOwnReplicas = expectedPartitions
                    .findPartition(partition.name().text())
                    .flatMap(expectedPartition ->
                            KnownProperty.REPLICATION_NUM.findValueIn(expectedPartition.properties()))
                    .isPresent();
            Optional<String> replicaCount = KnownProperty.REPLICATION_NUM
                    .findValueIn(partition.properties())
                    .or(() -> hasOwnReplicas ? Optional.of(liveReplicaCount) : Optional.empty());
            partitions.add(replicaCount
                    .map(replicas -> TablePartitions.withReplicaCount(partition, replicas, assumedSetting.value()))
                    .orElse(partition));
        }
        return TablePartitions.of(liveTable.withProperties(
                        liveTable.properties().withProperty(REPLICA_PROPERTY_NAME, assumedSetting.value())))
                .withPartitions(partitions);
    }
}
