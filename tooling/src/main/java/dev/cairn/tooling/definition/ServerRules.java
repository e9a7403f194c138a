package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The rules of a server: its version, its run mode and its default number of replicas. Definitions that are compared
 * with the server's definitions are read by its rules.
 *
 * @param hasKnownReplicaCount whether the default number of replicas is known, because the user may read it
 */
record ServerRules(ServerIdentity server, ServerProfile profile, boolean hasKnownReplicaCount) {
    /** The numbers of replicas that clusters use. */
    private static final List<Integer> USUAL_REPLICA_COUNTS = List.of(1, 2, 3);

    /**
     * Returns the target of a schema whose rules apply.
     *
     * @throws dev.cairn.upgrade.MigrationException.WrongServerException if the schema was not compiled for such servers
     */
    ServerProfile selectTarget(SchemaDescriptor schema) {
        return server.requireTarget(schema.name(), schema.targets());
    }

    /**
     * Returns the rules that this server may have if its default number of replicas is not known. The number is taken
     * from the live tables whose definitions do not specify it. If these tables do not have exactly one number, each
     * usual number and each number of these tables is possible.
     *
     * @param liveCatalog the objects as the server shows them
     * @param definedCatalog the objects with which they are compared
     */
    List<ServerRules> possibleRules(Catalog liveCatalog, Catalog definedCatalog) {
        NavigableSet<Integer> replicaCounts = collectLiveReplicaCounts(liveCatalog, definedCatalog);
        if (replicaCounts.size() != 1) {
            replicaCounts.addAll(USUAL_REPLICA_COUNTS);
        }
        return replicaCounts.stream().map(this::withDefaultReplicaCount).toList();
    }

    private ServerRules withDefaultReplicaCount(int replicaCount) {
        return new ServerRules(
                server, profile.withReplicas(replicaCount, profile.backendCount()), hasKnownReplicaCount);
    }

    /** Returns the numbers of replicas of the live tables whose definitions do not specify the number. */
    private static NavigableSet<Integer> collectLiveReplicaCounts(Catalog liveCatalog, Catalog definedCatalog) {
        NavigableSet<Integer> replicaCounts = new TreeSet<>();
        for (ObjectName name : SchemaObject.collectNames(definedCatalog)) {
            Optional<StoredProperties.Setting> setting = definedCatalog
                    .findTable(name.database(), name.name())
                    .map(Table::properties)
                    .map(properties -> properties.settingByName().get(KnownProperty.REPLICATION_NUM.propertyName()));
            if (setting.filter(StoredProperties.Setting::isAssumed).isPresent()) {
                liveCatalog
                        .findTable(name.database(), name.name())
                        .flatMap(table -> KnownProperty.REPLICATION_NUM.findValueIn(table.properties()))
                        .map(Integer::valueOf)
                        .ifPresent(replicaCounts::add);
            }
        }
        return replicaCounts;
    }
}
