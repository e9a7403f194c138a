package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Extends definitions with the cluster objects of a server, and with the tables of its external catalogs. An instance
 * extends its definitions once.
 */
final class LiveClusterReader {
    private final ServerConnection connection;
    private final SourceDefinitions definitions;
    private final List<UnknownDefinition> unknownDefinitions;
    private ClusterObjects objects = ClusterObjects.MANAGED_EMPTY;

    LiveClusterReader(ServerConnection connection, SourceDefinitions definitions) {
        this.connection = connection;
        this.definitions = definitions;
        this.unknownDefinitions = new ArrayList<>(definitions.unknownDefinitions());
    }

    /**
     * Returns the definitions, extended with the objects of the whole cluster and of the databases of the definitions.
     * A kind that the user may not list becomes an unknown definition.
     */
    SourceDefinitions extendWithObjects() {
        Set<String> databaseNames = new TreeSet<>();
        definitions.catalog().databases().forEach(databaseEntry -> databaseNames.add(databaseEntry.getKey()));
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            ObjectName wildcardName = new ObjectName("", ClusterObject.key(kind, "*"));
            try {
                Optional<String> listingProblem = ClusterReflection.findListingProblem(connection, kind);
                if (listingProblem.isPresent()) {
                    unknownDefinitions.add(UnknownDefinition.onServer(wildcardName, listingProblem.get()));
                    continue;
                }
                for (ClusterObject object : ClusterReflection.readAll(connection, kind, databaseNames)) {
                    if (object.database().isEmpty() || databaseNames.contains(object.database())) {
                        objects = objects.withObject(object);
                    }
                }
            } catch (ServerRefusalException refusal) {
                refusal.rethrowIfTransient();
                unknownDefinitions.add(UnknownDefinition.onServer(wildcardName, refusal.reason()));
            }
        }
        return completedDefinitions();
    }

    /**
     * Returns the definitions, extended with the tables of databases of external catalogs. If a catalog has a problem
     * because of which its tables can't be managed, the tables become an unknown definition.
     *
     * @param databaseNames the names of the databases, each after the name of its catalog: {@code lake.sales}
     */
    SourceDefinitions extendWithExternalTables(Collection<String> databaseNames) {
        Catalog catalog = definitions.catalog();
        if (catalog.clusterObjects().isManaged()) {
            objects = catalog.clusterObjects();
        }
        List<ClusterObject> externalCatalogs =
                ClusterReflection.readAll(connection, ClusterObjectKind.EXTERNAL_CATALOG, Set.of());
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (kind.isNamedInExternalDatabase()) {
                new TreeSet<>(databaseNames)
                        .forEach(databaseName -> addExternalTables(kind, databaseName, externalCatalogs));
            }
        }
        return completedDefinitions();
    }

    private void addExternalTables(ClusterObjectKind kind, String databaseName, List<ClusterObject> externalCatalogs) {
        Optional<String> problem = externalCatalogs.stream()
                .filter(externalCatalog -> databaseName.startsWith(externalCatalog.name() + "."))
                .findFirst()
                .flatMap(ClusterObjectRules.of(kind)::findExternalCatalogProblem);
        if (problem.isPresent()) {
            unknownDefinitions.add(new UnknownDefinition(
                    UnknownDefinition.SERVER,
                    "each " + kind.title() + " of " + databaseName,
                    problem.get(),
                    List.of()));
            return;
        }
        for (ClusterObject object : ClusterReflection.readAll(connection, kind, Set.of(databaseName))) {
            objects = objects.withObject(object);
        }
    }

    private SourceDefinitions completedDefinitions() {
        return definitions.withCatalog(definitions.catalog().withClusterObjects(objects), unknownDefinitions);
    }
}
