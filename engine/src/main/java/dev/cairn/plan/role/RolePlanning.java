package dev.cairn.plan.role;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
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
 * Plans the statements that lead from the roles of one catalog to those of another: one GRANT for all objects of a kind on
 * which a role gets the same privileges.
 *
 * @param names the objects as the statements name them
 */
public record RolePlanning(SecuredNames names) {
    /** Returns the statements that create the roles that are missing; they come before the objects. */
    public List<AccessStatement> planCreations(Catalog currentCatalog, Catalog desiredCatalog) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            Optional<Role> present = currentCatalog.role(role.name());
            if (present.isEmpty() || (role.isShared() && !present.get().isShared())) {
                String comment = role.comment().isEmpty() ? null : role.comment();
                statements.add(new CreateRole(role.isShared(), roles(List.of(role.name())), comment, Span.NONE));
            }
        }
        return statements;
    }

    /**
     * Returns the statements that change roles, once all objects and roles exist. Grants come before revocations, so
     * that no privilege is missing in between.
     */
    public List<AccessStatement> planChanges(Catalog currentCatalog, Catalog desiredCatalog) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            Role before = currentCatalog.role(role.name()).orElse(Role.of(role.name(), role.comment()));
            if (!role.isShared() && !before.comment().equals(role.comment())) {
                statements.add(new AlterRole(false, roles(List.of(role.name())), role.comment(), Span.NONE));
            }
            statements.addAll(
                    planPrivileges(Direction.GRANT, role, missingPrivileges(before.privileges(), role.privileges())));
            planMemberships(Direction.GRANT, role, before, role, statements);
        }
        for (Role role : desiredCatalog.roles().values()) {
            Role before = currentCatalog.role(role.name()).orElse(Role.of(role.name(), role.comment()));
            planRole(before, role, statements);
        }
        for (Role role : currentCatalog.roles().values()) {
            if (desiredCatalog.role(role.name()).isPresent() || isInherited(role.name(), desiredCatalog)) {
                continue;
            }
            if (role.isShared()) {
                planRole(role, Role.of(role.name(), role.comment()), statements);
            } else {
                statements.add(new DropRole(false, roles(List.of(role.name())), Span.NONE));
            }
        }
        return statements;
    }

    /** Returns the roles that are shared and should belong to the schema alone; there is no statement for this. */
    public List<String> rolesToUnshare(Catalog currentCatalog, Catalog desiredCatalog) {
        List<String> names = new ArrayList<>();
        for (Role role : desiredCatalog.roles().values()) {
            if (!role.isShared()
                    && currentCatalog.role(role.name()).filter(Role::isShared).isPresent()) {
                names.add(role.name());
            }
        }
        return names;
    }

    /**
     * Plans the revocation of what a role no longer has. A grant option is revoked together with its privilege, which
     * the next statement grants again.
     */
    private void planRole(Role before, Role role, List<AccessStatement> statements) {
        List<HeldPrivilege> lost = new ArrayList<>();
        List<HeldPrivilege> weakened = new ArrayList<>();
        for (HeldPrivilege held : before.privileges().entries()) {
            if (!role.privileges().has(held)) {
                HeldPrivilege without = new HeldPrivilege(held.object(), held.privilege(), false);
                (role.privileges().has(without) ? weakened : lost).add(without);
            }
        }
        List<AccessStatement> again = planPrivileges(Direction.GRANT, role, weakened);
        for (AccessStatement revoke : planPrivileges(Direction.REVOKE, role, weakened)) {
            statements.add(revoke);
            statements.add(again.remove(0));
        }
        statements.addAll(planPrivileges(Direction.REVOKE, role, lost));
        planMemberships(Direction.REVOKE, role, role, before, statements);
    }

    /** A role from which a declared one inherits is not dropped, although it is no longer declared itself. */
    private static boolean isInherited(String role, Catalog desired) {
        for (Role heir : desired.roles().values()) {
            if (heir.parents().contains(role)) {
                return true;
            }
        }
        return false;
    }

    private static List<HeldPrivilege> missingPrivileges(DirectPrivileges now, DirectPrivileges desired) {
        return desired.entries().stream().filter(held -> !now.has(held)).toList();
    }

    /** Plans the parents and the members that one state of a role has and the other one lacks. */
    private static void planMemberships(
            Direction direction, Role role, Role without, Role with, List<AccessStatement> statements) {
        Set<String> parents = new TreeSet<>(with.parents());
        parents.removeAll(without.parents());
        if (!parents.isEmpty()) {
            Grantee child = new Grantee.RoleGrantee(Name.of(role.name()));
            statements.add(new ChangeRoles(direction, roles(parents), child, Span.NONE));
        }
        with.members().stream()
                .filter(member -> !without.members().contains(member))
                .sorted(Comparator.comparing(Grantee::toString))
                .forEach(member ->
                        statements.add(new ChangeRoles(direction, roles(List.of(role.name())), member, Span.NONE)));
    }

    private static List<Name> roles(Collection<String> names) {
        return names.stream().map(Name::of).toList();
    }

    /** What one statement grants: the same privileges on each of its objects. */
    private record PrivilegeGroup(
            boolean withGrantOption, List<Privilege> privileges, boolean onAllObjects, String kind) {}

    private List<AccessStatement> planPrivileges(Direction direction, Role role, List<HeldPrivilege> changed) {
        Map<SecuredObject, Map<Boolean, List<Privilege>>> byObject = new LinkedHashMap<>();
        for (HeldPrivilege held : changed) {
            byObject.computeIfAbsent(held.object(), object -> new LinkedHashMap<>())
                    .computeIfAbsent(held.withGrantOption(), option -> new ArrayList<>())
                    .add(held.privilege());
        }
        Map<PrivilegeGroup, List<SecuredObject>> groups = new LinkedHashMap<>();
        byObject.forEach((object, byOption) -> byOption.forEach((option, privileges) -> {
            String together = names.groupOf(object);
            groups.computeIfAbsent(
                            new PrivilegeGroup(option, privileges, object.isAll(), together),
                            group -> new ArrayList<>())
                    .add(object);
        }));
        List<AccessStatement> statements = new ArrayList<>();
        groups.forEach((group, objects) -> statements.add(new ChangePrivileges(
                direction,
                group.privileges,
                names.grantTarget(objects),
                new Grantee.RoleGrantee(Name.of(role.name())),
                direction == Direction.GRANT && group.withGrantOption,
                Span.NONE)));
        return statements;
    }
}
