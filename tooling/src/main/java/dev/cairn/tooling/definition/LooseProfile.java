package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ClusterResources;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import java.util.List;
import java.util.stream.StreamSupport;

/** Of definitions that some server took, nobody knows which switches it had, how many backends, which volumes. */
final class LooseProfile {
    private static final String STORAGE_TYPE = "storage_type";

    private LooseProfile() {}

    /** One that takes whatever some server of the version might take. */
    static ServerProfile of(ServerProfile profile) {
        return profile.withExperimental(true)
                .withReplicas(profile.defaultReplicas(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }

    /** One with the switches that a catalog needs, and no others. */
    static ServerProfile needed(ServerProfile profile, Catalog catalog) {
        List<Table> tables = StreamSupport.stream(catalog.databases().spliterator(), false)
                .flatMap(database ->
                        StreamSupport.stream(database.getValue().tables().spliterator(), false))
                .map(entry -> entry.getValue())
                .toList();
        return profile.withGin(has(tables, Kind.GIN))
                .withVector(has(tables, Kind.VECTOR))
                .withRowStore(tables.stream()
                        .anyMatch(table -> table.properties()
                                .value(STORAGE_TYPE)
                                .filter(type -> !type.equalsIgnoreCase("column"))
                                .isPresent()))
                .withReplicas(profile.defaultReplicas(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }

    private static boolean has(List<Table> tables, Kind kind) {
        return tables.stream().flatMap(table -> table.indexes().stream()).anyMatch(index -> index.kind() == kind);
    }
}
