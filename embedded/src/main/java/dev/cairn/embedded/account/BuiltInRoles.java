package dev.cairn.embedded.account;

import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The roles that every server has, with their privileges. No statement can drop or change these roles.
 */
public final class BuiltInRoles {
    /** The roles that only the user root can grant. */
    static final Set<String> GRANTED_ONLY_BY_ROOT = Set.of(Role.ROOT, Role.CLUSTER_ADMIN);

    private BuiltInRoles() {}

    /** Creates the built-in roles. The users with {@code root} among their default roles are its members. */
    public static PersistentMap<Role> createRoles(Accounts accounts) {
        Role root = Role.of(Role.ROOT, "built-in root role which has all privileges on all objects")
                .withPrivileges(allPrivileges());
        for (User user : accounts.users().values()) {
            root = user.defaultRoleNames().contains(Role.ROOT)
                    ? root.withMember(user.name().toGrantee())
                    : root;
        }
        PersistentMap<Role> roles = PersistentMap.empty();
        for (Role role : List.of(
                root,
                Role.of(Role.DB_ADMIN, "built-in database administration role")
                        .withPrivileges(databaseAdminPrivileges()),
                Role.of(Role.CLUSTER_ADMIN, "built-in cluster administration role")
                        .withPrivileges(grantAll(
                                grantOnSystem(Privilege.NODE, Privilege.CREATE_WAREHOUSE),
                                Set.of(SecuredKind.WAREHOUSE))),
                Role.of(Role.USER_ADMIN, "built-in user administration role")
                        .withPrivileges(grantAll(grantOnSystem(Privilege.GRANT), Set.of(SecuredKind.USER))),
                Role.of(Role.SECURITY_ADMIN, "built-in security administration role")
                        .withPrivileges(grantOnSystem(Privilege.SECURITY, Privilege.OPERATE)),
                Role.of(Role.PUBLIC, "built-in public role which is owned by any user")
                        .withPrivileges(GrantedPrivileges.NONE.grant(
                                SecuredObject.ofAllIn(SecuredKind.TABLE, SystemDatabases.INFORMATION_SCHEMA),
                                List.of(Privilege.SELECT),
                                false)))) {
            roles = roles.withEntry(role.name(), role);
        }
        return roles;
    }

    private static GrantedPrivileges allPrivileges() {
        return grantAll(GrantedPrivileges.NONE, EnumSet.allOf(SecuredKind.class));
    }

    private static GrantedPrivileges databaseAdminPrivileges() {
        EnumSet<Privilege> systemPrivileges = EnumSet.copyOf(SecuredKind.SYSTEM.privileges());
        systemPrivileges.removeAll(Set.of(Privilege.GRANT, Privilege.NODE, Privilege.CREATE_WAREHOUSE));
        EnumSet<SecuredKind> kinds = EnumSet.allOf(SecuredKind.class);
        kinds.removeAll(Set.of(SecuredKind.SYSTEM, SecuredKind.USER, SecuredKind.WAREHOUSE));
        return grantAll(grantOnSystem(systemPrivileges.toArray(Privilege[]::new)), kinds);
    }

    private static GrantedPrivileges grantOnSystem(Privilege... privileges) {
        return GrantedPrivileges.NONE.grant(SecuredObject.SYSTEM, List.of(privileges), false);
    }

    private static GrantedPrivileges grantAll(GrantedPrivileges heldPrivileges, Set<SecuredKind> kinds) {
        GrantedPrivileges grantedPrivileges = heldPrivileges;
        for (SecuredKind kind : kinds) {
            grantedPrivileges = grantedPrivileges.grant(SecuredObject.ofAll(kind), kind.privileges(), false);
        }
        return grantedPrivileges;
    }
}
