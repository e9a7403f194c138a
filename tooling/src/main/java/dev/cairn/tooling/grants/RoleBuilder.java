package dev.cairn.tooling.grants;

import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.engine.privilege.ReadPrivilegeCollector;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.QualifiedName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds a role with the privileges that statements require. A privilege on all objects of a database replaces the same
 * privilege on single objects.
 */
final class RoleBuilder {
    /** The built-in role with the privilege GRANT, which can't be granted. */
    private static final String USER_ADMIN_ROLE = "user_admin";

    /** The built-in role with the privilege NODE, which can't be granted. */
    private static final String CLUSTER_ADMIN_ROLE = "cluster_admin";

    private final Set<SecuredObject> visibleObjects = new LinkedHashSet<>();
    private final SortedMap<String, GrantedPrivileges> privilegesByExternalCatalog = new TreeMap<>();
    private final SortedSet<String> externalRelations = new TreeSet<>();
    private final Set<String> grantedExternalRelations = new HashSet<>();
    private Role role;

    RoleBuilder(String name, String comment) {
        role = Role.of(name, comment);
    }

    /**
     * Adds a privilege. A relation outside of the schema gets no GRANT, because the statement names the kind of the
     * relation, which is unknown; its name is noted instead.
     */
    void addPrivilege(SecuredObject object, Privilege privilege) {
        if (isOutsideOfSchema(object)) {
            addExternalRelation(requireDatabase(object) + "." + object.name());
        } else if (!role.privileges().allows(object, privilege)) {
            role = role.withPrivileges(role.privileges().grant(object, List.of(privilege), false));
        }
    }

    /** Returns whether the database of the object is named with its catalog, as in {@link ReadPrivilegeCollector}. */
    static boolean isOutsideOfSchema(SecuredObject object) {
        String database = object.database();
        return database != null && database.contains(".");
    }

    private static String requireDatabase(SecuredObject object) {
        return Objects.requireNonNull(object.database());
    }

    /** Adds a relation outside of the schema that the role reads, by its name with its catalog. */
    void addExternalRelation(String name) {
        String internalPrefix = InternalCatalog.NAME + ".";
        externalRelations.add(name.startsWith(internalPrefix) ? name.substring(internalPrefix.length()) : name);
    }

    /** Returns the relations outside of the schema that the role reads, except those that a statement grants. */
    List<String> externalRelations() {
        return externalRelations.stream()
                .filter(name -> !grantedExternalRelations.contains(name))
                .toList();
    }

    /** Adds the privilege to read a table of an external catalog. */
    void addExternalReadPrivilege(QualifiedName tableName) {
        grantedExternalRelations.add(tableName.toString());
        addExternalPrivilege(
                tableName,
                new SecuredObject(
                        SecuredKind.TABLE,
                        requireDatabase(tableName),
                        tableName.lastPart().text()),
                Privilege.SELECT);
    }

    /**
     * Adds the privileges to create, change, inspect and drop the tables of the database of this table, which is in an
     * external catalog.
     */
    void addExternalChangePrivileges(QualifiedName tableName) {
        grantedExternalRelations.add(tableName.toString());
        SecuredObject allTables = SecuredObject.ofAllIn(SecuredKind.TABLE, requireDatabase(tableName));
        addExternalPrivilege(tableName, SecuredObject.ofDatabase(requireDatabase(tableName)), Privilege.CREATE_TABLE);
        List.of(Privilege.DROP, Privilege.SELECT, Privilege.ALTER)
                .forEach(privilege -> addExternalPrivilege(tableName, allTables, privilege));
    }

    private static String requireDatabase(QualifiedName tableName) {
        return tableName.qualifier().orElseThrow().text();
    }

    private void addExternalPrivilege(QualifiedName tableName, SecuredObject object, Privilege privilege) {
        String externalCatalog = tableName.catalog().orElseThrow().text();
        addVisibleObject(SecuredObject.ofGlobal(SecuredKind.CATALOG, externalCatalog));
        privilegesByExternalCatalog.put(
                externalCatalog,
                privilegesByExternalCatalog
                        .getOrDefault(externalCatalog, GrantedPrivileges.NONE)
                        .grant(object, List.of(privilege), false));
    }

    /**
     * Returns the role for each external catalog, with the privileges on the objects of this catalog. A GRANT does not
     * name a catalog, so the catalog must be selected before the privileges are granted.
     */
    SortedMap<String, Role> buildExternalRoles() {
        SortedMap<String, Role> roleByCatalog = new TreeMap<>();
        privilegesByExternalCatalog.forEach(
                (catalog, privileges) -> roleByCatalog.put(catalog, role.withPrivileges(privileges)));
        return roleByCatalog;
    }

    /**
     * Adds a required privilege on an object: the first one of several alternatives, or a built-in role instead of a
     * privilege that can't be granted. If any privilege is enough, the object only has to be visible.
     */
    void addRequiredPrivilege(RequiredPrivilege requirement, SecuredObject object) {
        if (requirement.alternatives().isEmpty()) {
            addVisibleObject(object);
        } else if (requirement.alternatives().contains(Privilege.GRANT)) {
            addUserAdministration();
        } else {
            Privilege firstAlternative = requirement.alternatives().get(0);
            if (firstAlternative == Privilege.NODE) {
                role = role.withAddedParents(Set.of(CLUSTER_ADMIN_ROLE));
            } else if (!isAccessibleToEveryone(object)) {
                addPrivilege(object, firstAlternative);
            }
        }
    }

    /** Adds the privilege to read and change the grants of other users and roles. */
    void addUserAdministration() {
        role = role.withAddedParents(Set.of(USER_ADMIN_ROLE));
    }

    private static boolean isAccessibleToEveryone(SecuredObject object) {
        return object.kind() == SecuredKind.TABLE && SystemDatabases.INFORMATION_SCHEMA.equals(object.database());
    }

    /**
     * Adds an object that the role must see. Any privilege on the object is enough; {@link #build} adds the privilege
     * to read the object if the role has none.
     */
    void addVisibleObject(SecuredObject object) {
        visibleObjects.add(object);
    }

    /**
     * Adds the privileges for the visible objects, and returns the role. A privilege on a single object is omitted if
     * the role has it on all objects of the database.
     */
    Role build() {
        for (SecuredObject object : visibleObjects) {
            GrantedPrivileges heldPrivileges = role.privileges();
            Privilege readPrivilege = object.kind().isRelation() ? Privilege.SELECT : Privilege.USAGE;
            if (object.kind().privileges().contains(readPrivilege)
                    && object.kind().privileges().stream()
                            .noneMatch(privilege -> heldPrivileges.allows(object, privilege))) {
                addPrivilege(object, readPrivilege);
            }
        }
        GrantedPrivileges reducedPrivileges = GrantedPrivileges.NONE;
        for (GrantedPrivileges.HeldPrivilege heldPrivilege : role.privileges().heldPrivileges()) {
            reducedPrivileges = isCovered(heldPrivilege) ? reducedPrivileges : reducedPrivileges.grant(heldPrivilege);
        }
        return role.withPrivileges(reducedPrivileges);
    }

    /** Returns whether the role has a privilege on a single object also on all objects of the database. */
    private boolean isCovered(GrantedPrivileges.HeldPrivilege heldPrivilege) {
        SecuredObject object = heldPrivilege.object();
        return !object.isForAllObjects()
                && object.database() != null
                && role.privileges()
                        .hasPrivilege(
                                SecuredObject.ofAllIn(object.kind(), Objects.requireNonNull(object.database())),
                                heldPrivilege.privilege());
    }
}
