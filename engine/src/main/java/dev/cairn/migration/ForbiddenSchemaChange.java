package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schema change that a repeatable migration must not make: only recorded migrations define the objects and the roles
 * of a schema. A repeatable migration may give these roles to users, write rows, and change other roles.
 *
 * @param roleName the name of the role that differs; null if an object differs
 */
public record ForbiddenSchemaChange(@Nullable String roleName) {
    /**
     * Returns the first forbidden change; empty if all changes are permitted.
     *
     * @param lastCatalog the catalog after the last recorded migration
     * @param catalogAfter the catalog after the repeatable migration, or after a part of its statements
     */
    public static Optional<ForbiddenSchemaChange> find(Catalog lastCatalog, Catalog catalogAfter) {
        if (!catalogAfter.withRoles(lastCatalog.roles()).equals(lastCatalog)) {
            return Optional.of(new ForbiddenSchemaChange(null));
        }
        for (String changedRoleName : lastCatalog.roles().findChangedKeys(catalogAfter.roles())) {
            Optional<Role> role = lastCatalog.findRole(changedRoleName);
            if (role.isPresent() && !isPreserved(role.get(), catalogAfter.findRole(changedRoleName), lastCatalog)) {
                return Optional.of(new ForbiddenSchemaChange(changedRoleName));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether the part of a role that belongs to the schema is unchanged. Any migration, even a repeatable one,
     * may change the other part of a shared role.
     */
    private static boolean isPreserved(Role oldRole, Optional<Role> roleAfter, Catalog lastCatalog) {
        if (roleAfter.isEmpty() || !roleAfter.get().members().containsAll(oldRole.members())) {
            return false;
        }
        Role newRole = roleAfter.get();
        return oldRole.isShared()
                ? newRole.parents().containsAll(oldRole.parents())
                        && filterSchemaPrivileges(newRole.privileges(), lastCatalog)
                                .equals(filterSchemaPrivileges(oldRole.privileges(), lastCatalog))
                : newRole.comment().equals(oldRole.comment())
                        && newRole.parents().equals(oldRole.parents())
                        && newRole.privileges().equals(oldRole.privileges());
    }

    private static GrantedPrivileges filterSchemaPrivileges(GrantedPrivileges privileges, Catalog lastCatalog) {
        return privileges.filterObjects(object -> object.belongsToDatabaseIn(lastCatalog));
    }
}
