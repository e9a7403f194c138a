package dev.cairn.processor.check.access;

import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.privilege.ReadAccess;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import java.util.List;
import java.util.Optional;

/** The privileges that at least one of several roles has on the objects of their schema. */
public final class RolePrivileges {
    private final Catalog catalog;
    private final List<String> roleNames;
    private final ReadAccess readAccess;

    public RolePrivileges(ServerProfile profile, Catalog catalog, List<DeclaredRole> roles) {
        this.catalog = catalog;
        this.roleNames = roles.stream().map(role -> role.name().text()).toList();
        this.readAccess = new ReadAccess(profile, catalog);
    }

    /**
     * Returns whether one of the roles has a privilege on an object. A role that inherits from a role outside of the
     * schema may have any privilege.
     */
    public boolean mayHavePrivilege(Privilege privilege, SecuredObject object) {
        return roleNames.stream()
                .anyMatch(roleName -> catalog.roleHasPrivilege(roleName, privilege, object)
                        || inheritsFromRoleOutsideSchema(roleName));
    }

    private boolean inheritsFromRoleOutsideSchema(String roleName) {
        return catalog.findAncestorRoleNames(roleName).stream()
                .anyMatch(ancestorName -> catalog.findRole(ancestorName).isEmpty());
    }

    /**
     * Returns the first object that a query of a relation reads and that none of the roles may read; empty if there is
     * no such object. Different roles may read different objects, because a user may have several of the roles.
     */
    public Optional<SecuredObject> findUnreadableObject(Source relation) {
        return readAccess.collectSelectedObjects(relation).stream()
                .filter(object -> !mayHavePrivilege(Privilege.SELECT, object))
                .findFirst();
    }
}
