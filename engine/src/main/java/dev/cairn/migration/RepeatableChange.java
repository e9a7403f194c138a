package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.sql.access.SecuredKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of the schema that a repeatable migration makes, but must not make: only recorded migrations define the
 * objects and the roles of a schema. A repeatable migration may give these roles to users, write rows, and change
 * other roles.
 *
 * @param role the name of the role that differs; null if an object does
 */
public record RepeatableChange(@Nullable String role) {
    /**
     * Returns the change, if there is one.
     *
     * @param head the catalog after the last recorded migration
     * @param after the catalog after the repeatable migration, or after a part of its statements
     */
    public static Optional<RepeatableChange> find(Catalog head, Catalog after) {
        if (!after.withRoles(head.roles()).equals(head)) {
            return Optional.of(new RepeatableChange(null));
        }
        for (String name : head.roles().findChangedNames(after.roles())) {
            Optional<Role> role = head.role(name);
            if (role.isPresent() && !isPreserved(role.get(), after.role(name), head)) {
                return Optional.of(new RepeatableChange(name));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether the part of a role that belongs to the schema is unchanged. The other part of a shared role may
     * be changed by anybody, also by repeatable migrations.
     */
    private static boolean isPreserved(Role oldRole, Optional<Role> after, Catalog head) {
        if (after.isEmpty() || !after.get().members().containsAll(oldRole.members())) {
            return false;
        }
        Role newRole = after.get();
        return oldRole.isShared()
                ? newRole.parents().containsAll(oldRole.parents())
                        && filterSchemaPrivileges(newRole.privileges(), head)
                                .equals(filterSchemaPrivileges(oldRole.privileges(), head))
                : newRole.comment().equals(oldRole.comment())
                        && newRole.parents().equals(oldRole.parents())
                        && newRole.privileges().equals(oldRole.privileges());
    }

    private static DirectPrivileges filterSchemaPrivileges(DirectPrivileges privileges, Catalog head) {
        return privileges.filterObjects(object -> isOfSchema(object, head));
    }

    private static boolean isOfSchema(SecuredObject object, Catalog head) {
        String database = object.kind() == SecuredKind.DATABASE ? object.name() : object.database();
        return database != null && head.database(database).isPresent();
    }
}
