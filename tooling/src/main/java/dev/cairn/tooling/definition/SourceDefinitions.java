package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.Planner;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The definitions that one source contains: an SQL file, a server, or the compiled classes of a schema.
 *
 * @param profile the server's rules under which the source was read
 * @param database the database whose objects are named without a qualifier
 * @param catalog the objects that were fully understood
 * @param unknownDefinitions the definitions that were not understood
 * @param irrelevantStatements descriptions of what is not compared: one for each kind of statement that defines neither
 *     a table nor a view, and one for each part of a server that is ignored
 */
public record SourceDefinitions(
        ServerProfile profile,
        String database,
        Catalog catalog,
        List<UnknownDefinition> unknownDefinitions,
        List<String> irrelevantStatements) {
    public SourceDefinitions {
        unknownDefinitions = List.copyOf(unknownDefinitions);
        irrelevantStatements = List.copyOf(irrelevantStatements);
    }

    /** Returns definitions whose profile has exactly the switches that the catalog requires. */
    static SourceDefinitions createWithNeededSwitches(
            ServerProfile profile,
            String database,
            Catalog catalog,
            List<UnknownDefinition> unknownDefinitions,
            List<String> irrelevantStatements) {
        List<Table> tables = StreamSupport.stream(catalog.databases().spliterator(), false)
                .flatMap(entry -> StreamSupport.stream(entry.getValue().tables().spliterator(), false))
                .map(table -> table.getValue())
                .toList();
        ServerProfile neededProfile = PermissiveProfile.withUnknownCluster(profile.withGin(hasIndex(tables, Kind.GIN))
                .withVector(hasIndex(tables, Kind.VECTOR))
                .withRowStore(tables.stream()
                        .anyMatch(table -> KnownProperty.STORAGE_TYPE
                                .findValueIn(table.properties())
                                .filter(type -> !type.equalsIgnoreCase("column"))
                                .isPresent())));
        return new SourceDefinitions(neededProfile, database, catalog, unknownDefinitions, irrelevantStatements);
    }

    /** Returns whether a definition that was not understood may define an object with this name, in any database. */
    public boolean mayDefine(String objectName) {
        return unknownDefinitions.stream()
                .anyMatch(definition -> definition.objects().isEmpty()
                        || definition.objects().stream()
                                .anyMatch(object -> object.name().equals(objectName)));
    }

    private static boolean hasIndex(List<Table> tables, Kind kind) {
        return tables.stream().flatMap(table -> table.indexes().stream()).anyMatch(index -> index.kind() == kind);
    }

    /** Returns the same definitions for a server with another default number of replicas. */
    SourceDefinitions withDefaultReplicaCount(int replicaCount) {
        return new SourceDefinitions(
                profile.withReplicas(replicaCount, profile.backendCount()),
                database,
                catalog,
                unknownDefinitions,
                irrelevantStatements);
    }

    /** Returns a planner for these definitions, which accepts everything that a server may have accepted before. */
    Planner createPlanner() {
        return new Planner(new Engine(PermissiveProfile.of(profile)), new Session(database));
    }

    SourceDefinitions withCatalog(Catalog newCatalog) {
        return withCatalog(newCatalog, unknownDefinitions);
    }

    /** Returns the definitions with other objects that were understood, and other definitions that were not. */
    SourceDefinitions withCatalog(Catalog newCatalog, List<UnknownDefinition> newUnknownDefinitions) {
        return new SourceDefinitions(profile, database, newCatalog, newUnknownDefinitions, irrelevantStatements);
    }
}
