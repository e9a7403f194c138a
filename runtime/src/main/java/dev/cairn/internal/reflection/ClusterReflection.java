package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.cluster.ClusterObjectRules.QueryExecutor;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the cluster objects of a live server with the statements that the rules of their kinds define. */
public final class ClusterReflection {
    private ClusterReflection() {}

    /**
     * Reads the expected cluster objects, and returns the schema with the ones that the server has, and with gaps for
     * the ones that can't be read.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     */
    static LiveSchema readClusterObjects(ServerConnection connection, LiveSchema liveSchema, Catalog expectedCatalog) {
        Catalog catalog = liveSchema.catalog();
        List<ReflectionGap> gaps = new ArrayList<>(liveSchema.gaps());
        SortedSet<String> missingCatalogNames = new TreeSet<>(liveSchema.missingCatalogNames());
        for (List<ClusterObject> expectedObjects : groupByListing(expectedCatalog)) {
            try {
                ClusterObjectKind kind = expectedObjects.get(0).kind();
                Optional<String> listingProblem = findListingProblem(connection, kind);
                if (listingProblem.isPresent()) {
                    expectedObjects.forEach(
                            object -> gaps.add(new ReflectionGap(ObjectName.of(object), listingProblem.get())));
                    continue;
                }
                List<ClusterObject> liveObjects = read(connection, kind, expectedObjects);
                for (ClusterObject object : liveObjects) {
                    Optional<ClusterObject> expectedObject =
                            expectedCatalog.clusterObjects().find(object.key());
                    catalog = catalog.withClusterObjects(catalog.clusterObjects()
                            .withObject(withExpectedPause(expectedObject.orElseThrow(), object)));
                }
                gaps.addAll(findHiddenObjectGaps(connection, expectedObjects, liveObjects));
            } catch (ServerRefusalException refusal) {
                refusal.rethrowIfTransient();
                Optional<String> externalCatalogName = expectedObjects.get(0).externalCatalog();
                if (externalCatalogName.isPresent() && refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()) {
                    missingCatalogNames.add(externalCatalogName.get());
                } else if (!isDatabaseMissing(connection, expectedObjects.get(0), refusal)) {
                    expectedObjects.forEach(
                            object -> gaps.add(new ReflectionGap(ObjectName.of(object), refusal.reason())));
                }
            }
        }
        return liveSchema.withObjects(catalog, gaps).withMissingCatalogs(missingCatalogNames);
    }

    /** Returns gaps for the objects that a server has, but does not list because the user has no privilege on them. */
    private static List<ReflectionGap> findHiddenObjectGaps(
            ServerConnection connection, List<ClusterObject> expectedObjects, List<ClusterObject> liveObjects) {
        Set<String> listedKeys = liveObjects.stream().map(ClusterObject::key).collect(Collectors.toSet());
        return expectedObjects.stream()
                .filter(object -> !listedKeys.contains(object.key()) && isHidden(connection, object))
                .map(object -> new ReflectionGap(
                        ObjectName.of(object),
                        "the user " + describeMissingPrivilege(object) + ", and the server does not list it"))
                .toList();
    }

    /** Returns which privilege is missing. The server lists some objects only to users who may change their tables. */
    private static String describeMissingPrivilege(ClusterObject object) {
        return object.kind()
                .tablePrivilege()
                .flatMap(privilege -> object.tableName()
                        .map(tableName -> "lacks the privilege " + privilege.sql() + " on the table "
                                + object.database() + "." + tableName))
                .orElse("has no privilege on it");
    }

    /** Returns whether a server has an object that it does not list for this user. */
    public static boolean isHidden(ServerConnection connection, ClusterObject object) {
        ClusterObjectRules rules = ClusterObjectRules.of(object.kind());
        Optional<String> existenceQuery = rules.findExistenceQuery(object);
        try {
            return existenceQuery.isPresent()
                    && !connection.fetchRows(existenceQuery.get()).isEmpty();
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return refusal.isAccessDenied() || rules.provesExistence(refusal.reason());
        }
    }

    /**
     * Returns why the objects of a kind can't be listed at present, as a clause: the server needs a backend to list
     * them, and no backend answers. An empty listing then does not mean that no objects exist.
     *
     * @throws ServerRefusalException if the user may not list them
     */
    public static Optional<String> findListingProblem(ServerConnection connection, ClusterObjectKind kind) {
        return ClusterObjectRules.of(kind)
                .findBackendQuery()
                .filter(query -> connection
                        .fetchNamedRowsIfAvailable(query)
                        .filter(rows -> !rows.isEmpty())
                        .isEmpty())
                .map(query -> "no backend answers, and only a backend lists objects of this kind");
    }

    /**
     * Returns the objects of a catalog, grouped by the statement that lists them: there is one for each kind, or for
     * each database of an external catalog.
     */
    private static Collection<List<ClusterObject>> groupByListing(Catalog catalog) {
        SortedMap<ClusterObjectKind, SortedMap<String, List<ClusterObject>>> objectsByKindAndDatabase = new TreeMap<>();
        catalog.clusterObjects()
                .objects()
                .values()
                .forEach(object -> objectsByKindAndDatabase
                        .computeIfAbsent(object.kind(), kind -> new TreeMap<>())
                        .computeIfAbsent(
                                object.kind().isNamedInExternalDatabase() ? object.database() : "",
                                database -> new ArrayList<>())
                        .add(object));
        return objectsByKindAndDatabase.values().stream()
                .flatMap(objectsByDatabase -> objectsByDatabase.values().stream())
                .toList();
    }

    /** Returns whether an external catalog lacks the database of an object, so that the object is missing, too. */
    private static boolean isDatabaseMissing(
            ServerConnection connection, ClusterObject object, ServerRefusalException refusal) {
        return object.externalCatalog()
                .filter(catalogName -> new MissingPathDetector(connection)
                        .isDatabaseMissing(catalogName, object.database().substring(catalogName.length() + 1), refusal))
                .isPresent();
    }

    /**
     * Returns the live object, paused if the expected one is. A load that runs although a migration has paused it is no
     * difference, because only the operator knows when it may continue; a load that should run and is paused is one.
     */
    private static ClusterObject withExpectedPause(ClusterObject expectedObject, ClusterObject liveObject) {
        return expectedObject.isPaused() ? liveObject.withPart(ClusterPart.PAUSED, "") : liveObject;
    }

    /**
     * Reads the expected objects of a kind that the server has. Secrets that the server hides are copied from the
     * expected objects.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public static List<ClusterObject> read(
            ServerConnection connection, ClusterObjectKind kind, Collection<ClusterObject> expectedObjects) {
        ClusterObjectRules rules = ClusterObjectRules.of(kind);
        Set<String> names = expectedObjects.stream()
                .map(object -> rules.canonicalFullName(object.fullName()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> databaseNames =
                expectedObjects.stream().map(ClusterObject::database).collect(Collectors.toCollection(TreeSet::new));
        Map<String, ClusterObject> liveObjectByName =
                rules.readObjects(createQueryExecutor(connection), databaseNames, names::contains);
        return expectedObjects.stream()
                .flatMap(object -> Optional.ofNullable(liveObjectByName.get(rules.canonicalFullName(object.fullName())))
                        .map(liveObject -> ClusterSecrets.restoreHiddenParts(object, liveObject))
                        .stream())
                .toList();
    }

    /**
     * Reads all objects of a kind that the server has, except the ones that it created itself.
     *
     * @param databaseNames the databases to look into, for kinds whose objects are in databases
     * @throws ServerRefusalException if the user may not read them
     */
    public static List<ClusterObject> readAll(
            ServerConnection connection, ClusterObjectKind kind, Set<String> databaseNames) {
        return List.copyOf(ClusterObjectRules.of(kind)
                .readObjects(createQueryExecutor(connection), databaseNames, name -> true)
                .values());
    }

    private static QueryExecutor createQueryExecutor(ServerConnection connection) {
        return sql -> connection.fetchNamedRows(sql).stream()
                .map(row -> (ClusterObjectRules.AnswerRow) row::text)
                .toList();
    }
}
