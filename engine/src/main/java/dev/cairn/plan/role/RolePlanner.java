package dev.cairn.plan.role;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.AlterRole;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans the statements that lead from the roles of one catalog to the roles of another. One GRANT names all objects of
 * a kind on which a role gets the same privileges.
 *
 * @param securedNames names the objects in the statements
 */
public record RolePlanner(SecuredNames securedNames) {
    /**
     * Returns the statements that create missing roles, and the statements that make roles shared. They precede the
     * statements about objects.
     */
    public List<AccessStatement> planCreations(Catalog currentCatalog, Catalog desiredCatalog) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            Optional<Role> currentRole = currentCatalog.findRole(role.name());
            if (currentRole.isEmpty() || (role.isShared() && !currentRole.get().isShared())) {
                String comment = role.comment().isEmpty() ? null : role.comment();
                statements.add(new CreateRole(role.isShared(), toNames(List.of(role.name())), comment, Span.NONE));
            }
        }
        return statements;
    }

    /**
     * Returns the statements that change and drop roles, once all objects and roles exist. Grants precede revocations,
     * so no privilege is missing in between. A shared role that is no longer declared only loses its privileges,
     * parents and members, and a role from which a declared role inherits is kept as it is.
     */
    public List<AccessStatement> planChanges(Catalog currentCatalog, Catalog desiredCatalog) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            Role currentRole = currentCatalog.findRole(role.name()).orElse(Role.of(role.name(), role.comment()));
            if (!role.isShared() && !currentRole.comment().equals(role.comment())) {
                statements.add(new AlterRole(false, toNames(List.of(role.name())), role.comment(), Span.NONE));
            }
            statements.addAll(planPrivilegeChanges(
                    Direction.GRANT, role, findMissingPrivileges(currentRole.privileges(), role.privileges())));
            addMembershipChanges(Direction.GRANT, role, currentRole, role, statements);
        }
        for (Role role : desiredCatalog.roles().values()) {
            Role currentRole = currentCatalog.findRole(role.name()).orElse(Role.of(role.name(), role.comment()));
            addRevocations(currentRole, role, statements);
        }
        for (Role role : currentCatalog.roles().values()) {
            if (desiredCatalog.findRole(role.name()).isPresent() || isInherited(role.name(), desiredCatalog)) {
                continue;
            }
            if (role.isShared()) {
                addRevocations(role, Role.of(role.name(), role.comment()), statements);
            } else {
                statements.add(new DropRole(false, toNames(List.of(role.name())), Span.NONE));
            }
        }
        return statements;
    }

    /**
     * Returns the shared roles that the desired catalog declares as belonging to the schema alone. No statement makes
     * this change.
     */
    public List<String> findRolesToUnshare(Catalog currentCatalog, Catalog desiredCatalog) {
        List<String> roleNames = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            if (!role.isShared()
                    && currentCatalog
                            .findRole(role.name())
                            .filter(Role::isShared)
                            .isPresent()) {
                roleNames.add(role.name());
            }
        }
        return roleNames;
    }

    /**
     * Adds the statements that revoke the privileges that a role no longer has. A grant option is revoked together with
     * its privilege, which the next statement grants again.
     */
    private void addRevocations(Role currentRole, Role desiredRole, List<AccessStatement> statements) {
        List<HeldPrivilege> lostPrivileges = new ArrayList<>();
        List<HeldPrivilege> weakenedPrivileges = new ArrayList<>();
        for (HeldPrivilege heldPrivilege : currentRole.privileges().heldPrivileges()) {
            if (!desiredRole.privileges().hasPrivilege(heldPrivilege)) {
                HeldPrivilege privilegeWithoutOption =
                        new HeldPrivilege(heldPrivilege.object(), heldPrivilege.privilege(), false);
                (desiredRole.privileges().hasPrivilege(privilegeWithoutOption) ? weakenedPrivileges : lostPrivileges)
                        .add(privilegeWithoutOption);
            }
        }
        List<AccessStatement> renewedGrants = planPrivilegeChanges(Direction.GRANT, desiredRole, weakenedPrivileges);
        for (AccessStatement revokeStatement :
                planPrivilegeChanges(Direction.REVOKE, desiredRole, weakenedPrivileges)) {
            statements.add(revokeStatement);
            statements.add(renewedGrants.remove(0));
        }
        statements.addAll(planPrivilegeChanges(Direction.REVOKE, desiredRole, lostPrivileges));
        addMembershipChanges(Direction.REVOKE, desiredRole, desiredRole, currentRole, statements);
    }

    /**
     * Returns whether a declared role inherits from this role. This role is then not dropped, although it is no longer
     * declared itself.
     */
    private static boolean isInherited(String roleName, Catalog desiredCatalog) {
        for (Role inheritingRole : desiredCatalog.roles().values()) {
            if (inheritingRole.parents().contains(roleName)) {
                return true;
            }
        }
        return false;
    }

    private static List<HeldPrivilege> findMissingPrivileges(
            GrantedPrivileges currentPrivileges, GrantedPrivileges desiredPrivileges) {
        return desiredPrivileges.heldPrivileges().stream()
                .filter(heldPrivilege -> !currentPrivileges.hasPrivilege(heldPrivilege))
                .toList();
    }

    /** Adds the statements for the parents and the members that only the role with the memberships has. */
    private static void addMembershipChanges(
            Direction direction,
            Role role,
            Role roleWithoutMemberships,
            Role roleWithMemberships,
            List<AccessStatement> statements) {
        Set<String> parents = new TreeSet<>(roleWithMemberships.parents());
        parents.removeAll(roleWithoutMemberships.parents());
        if (!parents.isEmpty()) {
            Grantee child = new Grantee.RoleGrantee(Name.of(role.name()));
            statements.add(new ChangeRoles(direction, toNames(parents), child, Span.NONE));
        }
        roleWithMemberships.members().stream()
                .filter(member -> !roleWithoutMemberships.members().contains(member))
                .sorted(Comparator.comparing(Grantee::toString))
                .forEach(member ->
                        statements.add(new ChangeRoles(direction, toNames(List.of(role.name())), member, Span.NONE)));
    }

    private static List<Name> toNames(Collection<String> names) {
        return names.stream().map(Name::of).toList();
    }

    /**
     * What all objects of one statement have in common.
     *
     * @param groupKey the {@linkplain SecuredNames#toGroupKey key} of objects that one statement may name together
     */
    private record PrivilegeGroup(
            boolean hasGrantOption, List<Privilege> privileges, boolean isOnAllObjects, String groupKey) {}

    /** Plans the GRANT or REVOKE statements of privileges: one for all objects of a group. */
    private List<AccessStatement> planPrivilegeChanges(
            Direction direction, Role role, List<HeldPrivilege> changedPrivileges) {
        Map<SecuredObject, Map<Boolean, List<Privilege>>> privilegesByObject = new LinkedHashMap<>();
        for (HeldPrivilege heldPrivilege : changedPrivileges) {
            privilegesByObject
                    .computeIfAbsent(heldPrivilege.object(), object -> new LinkedHashMap<>())
                    .computeIfAbsent(heldPrivilege.hasGrantOption(), hasGrantOption -> new ArrayList<>())
                    .add(heldPrivilege.privilege());
        }
        Map<PrivilegeGroup, List<SecuredObject>> objectsByGroup = new LinkedHashMap<>();
        privilegesByObject.forEach((object, privilegesByOption) ->
                privilegesByOption.forEach((hasGrantOption, privileges) -> {
                    String groupKey = securedNames.toGroupKey(object);
                    objectsByGroup
                            .computeIfAbsent(
                                    new PrivilegeGroup(hasGrantOption, privileges, object.isForAllObjects(), groupKey),
                                    group -> new ArrayList<>())
                            .add(object);
                }));
        List<AccessStatement> statements = new ArrayList<>();
        objectsByGroup.forEach((group, objects) -> statements.add(new ChangePrivileges(
                direction,
                group.privileges,
                securedNames.toGrantTarget(objects),
                new Grantee.RoleGrantee(Name.of(role.name())),
                direction == Direction.GRANT && group.hasGrantOption,
                Span.NONE)));
        return statements;
    }
}
