package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ClusterResources;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import java.util.List;
import java.util.stream.StreamSupport;

/** Profiles for definitions of an unknown server, whose switches, backends and volumes are not known. */
final class LooseProfile {
    private static final String STORAGE_TYPE = "storage_type";

    private LooseProfile() {}

    /** A profile that accepts everything that any server of the version could accept. */
    static ServerProfile of(ServerProfile profile) {
        return profile.withExperimental(true)
                .withReplicas(profile.defaultReplicas(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }

    /** A profile with exactly those switches that a catalog requires. */
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
