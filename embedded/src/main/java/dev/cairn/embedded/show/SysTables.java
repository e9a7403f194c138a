package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.ObjectIdentities;
import dev.cairn.embedded.state.ObjectIdentity;
import dev.cairn.sql.access.SecuredKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code sys}: the dependencies between objects, and the privileges that users and roles have. */
record SysTables(SessionSnapshot snapshot) {
    /** The name of an object on which privileges were granted; parts that the object does not have are null. */
    private record GrantedObjectName(
            @Nullable String catalogName,
            @Nullable String databaseName,
            @Nullable String objectName) {}

    /**
     * Adds the rows of a table. The tables about the locks and the memory of a frontend are empty, because the embedded
     * server has neither.
     */
    void fill(String tableName, Listing listing) {
        switch (tableName) {
            case "grants_to_roles" -> addGrantsToRoles(listing);
            case "grants_to_users" -> addGrantsToUsers(listing);
            case "object_dependencies" ->
                snapshot.visibility().allVisibleObjects().forEach(visibleObject -> {
                    if (visibleObject.object() instanceof DatabaseObject.DatabaseMaterializedView viewObject) {
                        addDependencies(listing, visibleObject.database(), viewObject.view());
                    }
                });
            case "role_edges" -> addRoleEdges(listing);
            default -> {
                // always empty
            }
        }
    }

    /** Adds the privileges of roles, except for the built-in roles that can't be changed. */
    private void addGrantsToRoles(Listing listing) {
        for (Role role : snapshot.state().catalog().roles().values()) {
            if (!Role.isImmutable(role.name())) {
                addGrants(listing, role.name(), role.privileges());
            }
        }
    }

    private void addGrantsToUsers(Listing listing) {
        for (User user : snapshot.state().accounts().users().values()) {
            if (!user.name().equals(UserName.ROOT)) {
                addGrants(listing, user.name().toString(), user.privileges());
            }
        }
    }

    private void addRoleEdges(Listing listing) {
        for (Role role : snapshot.state().catalog().roles().values()) {
            role.parents().forEach(parent -> listing.addRow(parent, role.name(), null));
        }
        for (User user : snapshot.state().accounts().users().values()) {
            for (String roleName : snapshot.state().access().directRoleNames(user.name())) {
                listing.addRow(roleName, null, user.name().toString());
            }
        }
    }

    /**
     * Adds the objects that a materialized view read when it was analyzed, directly or through views. The server
     * keeps the row of a dropped object, without its kind.
     */
    private void addDependencies(Listing listing, String databaseName, MaterializedView view) {
        for (BaseRelation base : view.definition().baseRelations()) {
            if (base.isFormer()) {
                continue;
            }
            listing.addRow(
                    snapshot.id(databaseName, view.name()),
                    view.name(),
                    databaseName,
                    InternalCatalog.NAME,
                    describeTableType(SecuredKind.MATERIALIZED_VIEW),
                    baseId(base),
                    base.name(),
                    base.database(),
                    InternalCatalog.NAME,
                    snapshot.findBase(base)
                            .map(object -> describeTableType(object.kind()))
                            .orElse("UNKNOWN"));
        }
    }

    /** Returns the id of a relation that a view reads; 0 if it was dropped and can't be recovered. */
    private long baseId(BaseRelation base) {
        ObjectIdentities identities = snapshot.state().identities();
        return base.isDropped()
                ? identities
                        .findRecycledObject(base.database(), base.name())
                        .map(ObjectIdentity::id)
                        .orElse(0L)
                : identities.id(base.database(), base.name());
    }

    /** Returns the server's word for a kind of object. */
    private String describeTableType(SecuredKind kind) {
        boolean isSharedData = snapshot.profile().isSharedData();
        return switch (kind) {
            case VIEW -> "VIEW";
            case MATERIALIZED_VIEW -> isSharedData ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "MATERIALIZED_VIEW";
            default -> isSharedData ? "CLOUD_NATIVE" : "OLAP";
        };
    }

    /**
     * Adds the privileges of a user or role by object. A privilege on all objects of a kind is listed for each object
     * that exists.
     */
    private void addGrants(Listing listing, String granteeName, GrantedPrivileges privileges) {
        for (SecuredObject object : privileges.objects()) {
            for (boolean hasGrantOption : new boolean[] {false, true}) {
                String joinedPrivilegeNames = privileges.describe(object, hasGrantOption);
                if (!joinedPrivilegeNames.isEmpty()) {
                    listGrantedNames(object)
                            .forEach(name -> listing.addRow(
                                    granteeName,
                                    name.catalogName(),
                                    name.databaseName(),
                                    name.objectName(),
                                    object.kind().sql(),
                                    joinedPrivilegeNames,
                                    hasGrantOption ? "YES" : "NO"));
                }
            }
        }
    }

    private Stream<GrantedObjectName> listGrantedNames(SecuredObject object) {
        return switch (object.kind()) {
            case SYSTEM -> Stream.of(new GrantedObjectName(null, null, null));
            case CATALOG ->
                Stream.of(new GrantedObjectName(
                        Optional.ofNullable(object.name()).orElse(InternalCatalog.NAME), null, null));
            case DATABASE ->
                listDatabaseNames(object.name()).map(name -> new GrantedObjectName(InternalCatalog.NAME, name, null));
            case TABLE, VIEW, MATERIALIZED_VIEW ->
                listDatabaseNames(object.database())
                        .flatMap(databaseName -> listObjectNames(databaseName, object)
                                .map(name -> new GrantedObjectName(InternalCatalog.NAME, databaseName, name)));
            default ->
                object.isForAllObjects()
                        ? Stream.empty()
                        : Stream.of(new GrantedObjectName(
                                object.database() == null ? null : InternalCatalog.NAME,
                                object.database(),
                                object.name()));
        };
    }

    /**
     * Returns the databases to which a privilege refers, except for those of the system.
     *
     * @param name the name of the database; null for all databases
     */
    private Stream<String> listDatabaseNames(@Nullable String name) {
        Stream<String> allNames = snapshot.catalog().allDatabases().map(database -> database.name());
        return (name == null ? allNames : Stream.of(name)).filter(database -> !SystemDatabases.contains(database));
    }

    private Stream<String> listObjectNames(String database, SecuredObject grantedObject) {
        Collection<DatabaseObject> allObjects =
                snapshot.findDatabase(database).map(DatabaseObject::listObjects).orElse(List.of());
        return allObjects.stream()
                .filter(object -> object.kind() == grantedObject.kind())
                .map(DatabaseObject::name)
                .filter(name -> grantedObject.isForAllObjects() || name.equals(grantedObject.name()));
    }
}
