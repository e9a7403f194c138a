package dev.cairn.processor.check.access;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import java.util.List;
import java.util.Optional;

/** The privileges that roles have together on the objects of their schema. */
public final class RolePrivileges {
    private final Catalog catalog;
    private final List<String> roleNames;
    private final RequiredPrivilegeCollector privilegeCollector;

    public RolePrivileges(ServerProfile profile, Catalog catalog, Session session, List<DeclaredRole> roles) {
        this.catalog = catalog;
        this.roleNames = roles.stream().map(role -> role.name().text()).toList();
        this.privilegeCollector = new RequiredPrivilegeCollector(profile, catalog, session.databaseName());
    }

    /**
     * Returns whether one of the roles has a privilege, or inherits from a role outside the schema, which may have it.
     */
    public boolean mayHavePrivilege(Privilege privilege, SecuredObject object) {
        return roleNames.stream()
                .anyMatch(roleName ->
                        catalog.roleHasPrivilege(roleName, privilege, object) || inheritsFromForeignRole(roleName));
    }

    private boolean inheritsFromForeignRole(String roleName) {
        return catalog.ancestors(roleName).stream()
                .anyMatch(ancestorName -> catalog.role(ancestorName).isEmpty());
    }

    /**
     * Returns the first object that a query of a relation reads and the roles may not read; empty if they may read all
     * objects.
     */
    public Optional<SecuredObject> findUnreadableObject(Source relation) {
        return privilegeCollector.collectReadRequirements(List.of(new Dependency(relation, true, List.of()))).stream()
                .map(RequiredPrivilege::object)
                .filter(this::belongsToSchema)
                .filter(object -> !mayHavePrivilege(Privilege.SELECT, object))
                .findFirst();
    }

    /** Returns whether an object belongs to the schema. Privileges on other objects are granted elsewhere. */
    private boolean belongsToSchema(SecuredObject object) {
        String databaseName = object.database();
        return databaseName != null && catalog.database(databaseName).isPresent();
    }
}
