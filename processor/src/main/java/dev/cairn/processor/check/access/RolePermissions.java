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
public final class RolePermissions {
    private final Catalog catalog;
    private final List<String> roles;
    private final RequiredPrivilegeCollector privilegeCollector;

    public RolePermissions(ServerProfile profile, Catalog catalog, Session session, List<DeclaredRole> roles) {
        this.catalog = catalog;
        this.roles = roles.stream().map(role -> role.name().text()).toList();
        this.privilegeCollector = new RequiredPrivilegeCollector(profile, catalog, session.databaseName());
    }

    /**
     * Returns whether one of the roles has a privilege, or inherits from a role outside the schema, which may have it.
     */
    public boolean isPermitted(Privilege privilege, SecuredObject object) {
        return roles.stream()
                .anyMatch(role -> catalog.roleHasPrivilege(role, privilege, object) || inheritsFromOthers(role));
    }

    private boolean inheritsFromOthers(String role) {
        return catalog.ancestors(role).stream()
                .anyMatch(ancestor -> catalog.role(ancestor).isEmpty());
    }

    /**
     * Returns the first object that a query of a relation reads and the roles may not read; empty if they may read all
     * objects.
     */
    public Optional<SecuredObject> findUnreadable(Source relation) {
        return privilegeCollector.collectReadRequirements(List.of(new Dependency(relation, true, List.of()))).stream()
                .map(RequiredPrivilege::object)
                .filter(this::isOfSchema)
                .filter(object -> !isPermitted(Privilege.SELECT, object))
                .findFirst();
    }

    /** Returns whether an object belongs to the schema. Privileges on other objects are granted elsewhere. */
    private boolean isOfSchema(SecuredObject object) {
        String database = object.database();
        return database != null && catalog.database(database).isPresent();
    }
}
