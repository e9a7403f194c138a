package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.ClusterObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the external catalogs that a schema reads with {@code @External} and that the server does not have. */
record MissingCatalogs(SchemaDescriptor schema, Catalog catalogAfter) {
    /** Returns a warning for each missing catalog, unless the migrations create it. */
    List<String> describeMissingCatalogs(ServerConnection connection) {
        SortedMap<String, List<String>> tablesByCatalog = new TreeMap<>();
        for (var descriptor : schema.descriptors()) {
            if (descriptor instanceof ExternalDescriptor<?> externalDescriptor) {
                externalDescriptor
                        .catalog()
                        .filter(catalog -> catalogAfter
                                .clusterObjects()
                                .find(ClusterObjectKind.EXTERNAL_CATALOG, catalog)
                                .isEmpty())
                        .ifPresent(catalog -> tablesByCatalog
                                .computeIfAbsent(catalog, name -> new ArrayList<>())
                                .add(String.join(".", externalDescriptor.path())));
            }
        }
        if (tablesByCatalog.isEmpty()) {
            return List.of();
        }
        Set<String> shownCatalogs = new TreeSet<>();
        connection.fetchRows("SHOW CATALOGS").forEach(row -> shownCatalogs.add(String.valueOf(row.get(0))));
        tablesByCatalog.keySet().removeAll(shownCatalogs);
        List<String> warnings = new ArrayList<>();
        tablesByCatalog.forEach((catalog, tables) -> warnings.add("the external catalog " + catalog
                + " does not exist, or the user has no privilege on it; the schema reads " + String.join(", ", tables)
                + ": create it, or correct the name in @External"));
        return warnings;
    }
}
