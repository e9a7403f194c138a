package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.RoleReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Extends definitions with the roles of a server that have privileges on objects of their databases. An instance
 * extends its definitions once.
 */
final class LiveRoleReader {
    private final ServerConnection connection;
    private final SourceDefinitions definitions;
    private final boolean includesMembers;
    private final SortedMap<String, Role> roleByName = new TreeMap<>();
    private final List<UnknownDefinition> unknownDefinitions;
    private Catalog catalog;

    /**
     * Creates a reader that extends the given definitions.
     *
     * @param includesMembers whether to read the users who have the roles, too; this takes one statement for each user
     */
    LiveRoleReader(ServerConnection connection, SourceDefinitions definitions, boolean includesMembers) {
        this.includesMembers = includesMembers;
        this.connection = connection;
        this.definitions = definitions;
        this.catalog = definitions.catalog();
        this.unknownDefinitions = new ArrayList<>(definitions.unknownDefinitions());
    }

    /**
     * Returns the definitions with the roles that have privileges on objects of their databases, and with the roles
     * from which these inherit. A role that also has privileges on objects of other databases is shared: the databases
     * do not own it alone. Roles that the user may not read are among the unknown definitions.
     */
    SourceDefinitions extendWithRoles() {
        AccessControl accessControl = AccessControl.read(connection);
        if (accessControl.isExternal()) {
            unknownDefinitions.add(
                    UnknownDefinition.onServer(AccessControl.ROLES_OBJECT, accessControl.describeExternalControl()));
        } else {
            readRoles();
            roleByName.values().stream()
                    .filter(role -> role.privileges().objects().stream().anyMatch(this::isInDatabases))
                    .forEach(this::addRole);
        }
        return definitions.withCatalog(catalog, unknownDefinitions);
    }

    private void readRoles() {
        RoleReflection reflection = new RoleReflection(connection);
        try {
            for (String roleName : new TreeSet<>(reflection.readCustomRoleNames())) {
                try {
                    reflection
                            .readRole(roleName, List.of())
                            .ifPresent(role -> roleByName.put(roleName, withMembers(reflection, role)));
                } catch (SqlSyntaxException failure) {
                    unknownDefinitions.add(UnknownDefinition.onServer(ObjectName.ofRole(roleName), failure.problem()));
                }
            }
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            unknownDefinitions.add(UnknownDefinition.onServer(AccessControl.ROLES_OBJECT, refusal.reason()));
            roleByName.clear();
        }
    }

    private Role withMembers(RoleReflection reflection, Role role) {
        Role roleWithMembers = role;
        for (Grantee grantee : includesMembers ? reflection.readGrantees(role.name()) : List.<Grantee>of()) {
            roleWithMembers =
                    grantee instanceof Grantee.RoleGrantee ? roleWithMembers : roleWithMembers.withMember(grantee);
        }
        return roleWithMembers;
    }

    private void addRole(Role role) {
        if (catalog.findRole(role.name()).isEmpty()) {
            boolean isShared = role.privileges().objects().stream().anyMatch(this::mayBelongToOtherSchema);
            catalog = catalog.withRole(role.withPrivileges(role.privileges().filterObjects(this::mayBeDeclared))
                    .withShared(isShared));
            for (String parentName : role.parents()) {
                Role parentRole = roleByName.get(parentName);
                if (parentRole != null) {
                    addRole(parentRole);
                }
            }
        }
    }

    private boolean isInDatabases(SecuredObject object) {
        return object.belongsToDatabaseIn(definitions.catalog());
    }

    /**
     * Returns whether a schema may declare privileges on an object: objects of other databases may belong to other
     * schemas.
     */
    private boolean mayBeDeclared(SecuredObject object) {
        return object.databaseName() == null || isInDatabases(object);
    }

    /**
     * Returns whether another schema may manage the object. No schema manages the system databases, which each server
     * has.
     */
    private boolean mayBelongToOtherSchema(SecuredObject object) {
        String database = object.databaseName();
        return !mayBeDeclared(object) && database != null && !SystemDatabases.contains(database);
    }
}
