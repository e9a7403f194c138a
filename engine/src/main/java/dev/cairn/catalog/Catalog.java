package dev.cairn.catalog;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a server or of a schema. A catalog is immutable: the application of a statement returns a new one. Two
 * catalogs are equal if they have the same objects, and if the same dropped objects can be recovered; it does not
 * matter whether a catalog was declared, recorded or read from a server.
 *
 * @param databases the databases that statements can create, change and drop
 * @param systemDatabases the system databases by their names in lower case; none if only a part of the server is known
 * @param recycledDatabases the last dropped database with each name, which can be recovered
 * @param externalObjects the external objects, which queries read from
 * @param functionsByKey the user-defined functions by database and name; several may share a name
 * @param globalObjects the roles and the other objects of the cluster
 */
public record Catalog(
        PersistentMap<Database> databases,
        PersistentMap<Database> systemDatabases,
        PersistentMap<Database> recycledDatabases,
        PersistentMap<ExternalObject> externalObjects,
        PersistentMap<List<UserFunction>> functionsByKey,
        GlobalObjects globalObjects) {
    public static final Catalog EMPTY = new Catalog(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            new GlobalObjects(PersistentMap.empty(), ClusterObjects.UNMANAGED));

    /**
     * The objects outside of databases.
     *
     * @param roles the roles of a schema, or {@linkplain #isOfWholeServer all roles of a server}
     * @param clusterObjects the other objects of the cluster
     */
    public record GlobalObjects(PersistentMap<Role> roles, ClusterObjects clusterObjects) {}

    public PersistentMap<Role> roles() {
        return globalObjects.roles;
    }

    public ClusterObjects clusterObjects() {
        return globalObjects.clusterObjects;
    }

    /**
     * Returns whether the catalog has the roles, the databases and the external catalogs of a whole server, and not
     * only the ones that a schema declares. If so, an object that is missing in the catalog does not exist.
     */
    public boolean isOfWholeServer() {
        return roles().contains(Role.ROOT);
    }

    public Optional<Role> findRole(String name) {
        return roles().get(name);
    }

    /**
     * Returns the names of the roles from which a role inherits, also indirectly. A role that the catalog does not
     * contain inherits from no role.
     */
    public Set<String> findAncestorRoleNames(String roleName) {
        Set<String> ancestorRoleNames = new TreeSet<>();
        Deque<String> pendingRoleNames = new ArrayDeque<>(List.of(roleName));
        while (!pendingRoleNames.isEmpty()) {
            findRole(pendingRoleNames.pop())
                    .ifPresent(inheritingRole -> inheritingRole.parents().stream()
                            .filter(ancestorRoleNames::add)
                            .forEach(pendingRoleNames::push));
        }
        return ancestorRoleNames;
    }

    /**
     * Returns whether a role has a privilege on an object. The privilege may be granted to the role or to a role from
     * which it inherits, and on the object itself or on all objects of its kind.
     */
    public boolean roleHasPrivilege(String roleName, Privilege privilege, SecuredObject object) {
        return Stream.concat(Stream.of(roleName), findAncestorRoleNames(roleName).stream())
                .flatMap(name -> findRole(name).stream())
                .anyMatch(foundRole -> foundRole.privileges().allows(object, privilege));
    }

    public Catalog withRole(Role role) {
        return withRoles(roles().withEntry(role.name(), role));
    }

    public Catalog withoutRole(String name) {
        return withRoles(roles().withoutKey(name));
    }

    public Catalog withRoles(PersistentMap<Role> newRoles) {
        return withGlobalObjects(new GlobalObjects(newRoles, clusterObjects()));
    }

    public Catalog withClusterObjects(ClusterObjects newObjects) {
        return withGlobalObjects(new GlobalObjects(roles(), newObjects));
    }

    /** Returns the catalog in which the privileges of each role are changed. */
    public Catalog withChangedPrivileges(UnaryOperator<GrantedPrivileges> change) {
        Catalog changedCatalog = this;
        for (Role role : roles().values()) {
            changedCatalog = changedCatalog.withRole(role.withPrivileges(change.apply(role.privileges())));
        }
        return changedCatalog;
    }

    public Catalog withGlobalObjects(GlobalObjects newGlobalObjects) {
        return new Catalog(
                databases, systemDatabases, recycledDatabases, externalObjects, functionsByKey, newGlobalObjects);
    }

    /**
     * Returns the database to which a name in a statement refers: the one with exactly this name, or the system
     * database whose name differs at most in case.
     */
    public Optional<Database> findDatabase(String name) {
        Optional<Database> database = databases.get(name);
        return database.isPresent() || systemDatabases.isEmpty()
                ? database
                : systemDatabases.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns all databases, including those of the system, in alphabetical order. */
    public Stream<Database> allDatabases() {
        return Stream.of(databases, systemDatabases)
                .flatMap(
                        databaseMap -> StreamSupport.stream(databaseMap.values().spliterator(), false))
                .sorted(Comparator.comparing(Database::name));
    }

    /** Returns whether a statement can use a database with this name; the system databases always exist. */
    public boolean hasDatabase(String name) {
        return findDatabase(name).isPresent() || (systemDatabases.isEmpty() && SystemDatabases.contains(name));
    }

    /** Returns whether no database can be created with this name; the comparison is case-sensitive. */
    public boolean isDatabaseNameTaken(String name) {
        return databases.contains(name)
                || systemDatabases.contains(name)
                || (systemDatabases.isEmpty() && SystemDatabases.NAMES.contains(name));
    }

    /** Returns the name of a database as the server shows it in grants. */
    public String databaseNameInGrants(String name) {
        return findDatabase(name).map(Database::name).orElseGet(() -> SystemDatabases.nameInGrants(name));
    }

    public Optional<Table> findTable(String databaseName, String name) {
        return findDatabase(databaseName).flatMap(foundDatabase -> foundDatabase.findTable(name));
    }

    public Optional<View> findView(String databaseName, String name) {
        return findDatabase(databaseName).flatMap(foundDatabase -> foundDatabase.findView(name));
    }

    public Optional<MaterializedView> findMaterializedView(String databaseName, String name) {
        return findDatabase(databaseName).flatMap(foundDatabase -> foundDatabase.findMaterializedView(name));
    }

    /** Returns the external object with a name; the catalog is null for the server's own catalog. */
    public Optional<ExternalObject> findExternalObject(@Nullable String catalog, String database, String name) {
        return externalObjects.get(ExternalObject.key(catalog, database, name));
    }

    /** Returns the external object with a name, which must have three parts. */
    public Optional<ExternalObject> findExternalObject(QualifiedName name) {
        return findExternalObject(
                name.catalog().orElseThrow().text(),
                name.qualifier().orElseThrow().text(),
                name.lastPart().text());
    }

    public Catalog withExternalObject(ExternalObject externalObject) {
        return new Catalog(
                databases,
                systemDatabases,
                recycledDatabases,
                externalObjects.withEntry(externalObject.key(), externalObject),
                functionsByKey,
                globalObjects);
    }

    /** Returns the target with the external objects of this catalog, which replace objects with the same name. */
    public Catalog copyExternalObjectsTo(Catalog target) {
        Catalog newTarget = target;
        for (Map.Entry<String, ExternalObject> externalObjectEntry : externalObjects) {
            newTarget = newTarget.withExternalObject(externalObjectEntry.getValue());
        }
        return newTarget;
    }

    public Catalog withoutExternalObject(@Nullable String catalog, String database, String name) {
        return new Catalog(
                databases,
                systemDatabases,
                recycledDatabases,
                externalObjects.withoutKey(ExternalObject.key(catalog, database, name)),
                functionsByKey,
                globalObjects);
    }

    /**
     * Returns whether the server may have an external catalog. This is known only if the catalog describes a
     * whole server; otherwise, any external catalog may exist.
     */
    public boolean mayHaveExternalCatalog(String name) {
        return !isOfWholeServer()
                || clusterObjects()
                        .find(ClusterObjectKind.EXTERNAL_CATALOG, name)
                        .isPresent();
    }

    /**
     * Returns the user-defined functions that a name may refer to: first the ones in the database, then the global
     * ones.
     *
     * @param database null if no database is selected
     */
    public List<UserFunction> findFunctions(@Nullable String database, String name) {
        if (functionsByKey.isEmpty()) {
            return List.of();
        }
        List<UserFunction> globalFunctions =
                functionsByKey.get(UserFunction.catalogKey(null, name)).orElse(List.of());
        List<UserFunction> databaseFunctions = database == null
                ? List.of()
                : functionsByKey.get(UserFunction.catalogKey(database, name)).orElse(List.of());
        return Stream.concat(databaseFunctions.stream(), globalFunctions.stream())
                .toList();
    }

    /** Returns the catalog with one more function. A function with the same signature is not replaced. */
    public Catalog withFunction(UserFunction function) {
        List<UserFunction> overloads =
                new ArrayList<>(functionsByKey.get(function.catalogKey()).orElse(List.of()));
        overloads.add(function);
        return withFunctions(functionsByKey.withEntry(function.catalogKey(), List.copyOf(overloads)));
    }

    /** Returns the catalog without the functions that have the name and the argument types of this function. */
    public Catalog withoutFunction(UserFunction function) {
        List<UserFunction> overloads =
                new ArrayList<>(functionsByKey.get(function.catalogKey()).orElse(List.of()));
        overloads.removeIf(function::hasSameArguments);
        return withFunctions(
                overloads.isEmpty()
                        ? functionsByKey.withoutKey(function.catalogKey())
                        : functionsByKey.withEntry(function.catalogKey(), List.copyOf(overloads)));
    }

    private Catalog withFunctions(PersistentMap<List<UserFunction>> newFunctions) {
        return new Catalog(databases, systemDatabases, recycledDatabases, externalObjects, newFunctions, globalObjects);
    }

    public Catalog withSystemDatabase(Database database) {
        return new Catalog(
                databases,
                systemDatabases.withEntry(database.name(), database),
                recycledDatabases,
                externalObjects,
                functionsByKey,
                globalObjects);
    }

    public Catalog withDatabase(Database database) {
        return withDatabases(databases.withEntry(database.name(), database), recycledDatabases);
    }

    public Catalog withoutDatabase(String databaseName) {
        return withDatabases(databases.withoutKey(databaseName), recycledDatabases);
    }

    /** Returns the catalog after a database was dropped, which can then be recovered by its name. */
    public Catalog recycle(Database database) {
        return withDatabases(
                databases.withoutKey(database.name()), recycledDatabases.withEntry(database.name(), database));
    }

    /** Returns the catalog after a dropped database was recovered. */
    public Catalog recover(Database database) {
        return withDatabases(
                databases.withEntry(database.name(), database), recycledDatabases.withoutKey(database.name()));
    }

    private Catalog withDatabases(PersistentMap<Database> newDatabases, PersistentMap<Database> newRecycledDatabases) {
        return new Catalog(
                newDatabases, systemDatabases, newRecycledDatabases, externalObjects, functionsByKey, globalObjects);
    }
}
