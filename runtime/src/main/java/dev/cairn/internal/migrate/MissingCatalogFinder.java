package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the external catalogs that a schema reads with {@code @External} and that the server does not have.
 *
 * @param catalogAfter the objects after the last migration, which may create external catalogs
 */
record MissingCatalogFinder(SchemaDescriptor schema, Catalog catalogAfter) {
    /** Returns a warning for each missing catalog, unless the migrations create it. */
    List<String> describeMissingCatalogs(ServerConnection connection) {
        SortedMap<String, List<String>> tableNamesByCatalogName = new TreeMap<>();
        for (var descriptor : schema.descriptors()) {
            if (descriptor instanceof ExternalDescriptor<?> externalDescriptor) {
                externalDescriptor
                        .catalog()
                        .filter(catalogName -> catalogAfter
                                .clusterObjects()
                                .find(ClusterObjectKind.EXTERNAL_CATALOG, catalogName)
                                .isEmpty())
                        .ifPresent(catalogName -> tableNamesByCatalogName
                                .computeIfAbsent(catalogName, name -> new ArrayList<>())
                                .add(String.join(".", externalDescriptor.path())));
            }
        }
        if (tableNamesByCatalogName.isEmpty()) {
            return List.of();
        }
        Set<String> visibleCatalogNames = new TreeSet<>();
        connection.fetchRows("SHOW CATALOGS").forEach(row -> visibleCatalogNames.add(String.valueOf(row.get(0))));
        tableNamesByCatalogName.keySet().removeAll(visibleCatalogNames);
        List<String> warnings = new ArrayList<>();
        tableNamesByCatalogName.forEach((catalogName, tableNames) -> warnings.add("the external catalog " + catalogName
                + " does not exist, or the user has no privilege on it; the schema reads "
                + String.join(", ", tableNames)
                + ": create it, or correct the name in @External"));
        return warnings;
    }
}
