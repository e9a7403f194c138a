package dev.cairn.plan.role;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.HeldPrivileges;
import dev.cairn.catalog.HeldPrivileges.Held;
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
    public List<AccessStatement> creations(Catalog now, Catalog desired) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desired.roles().values()) {
            if (now.role(role.name()).isEmpty()) {
                String comment = role.comment().isEmpty() ? null : role.comment();
                statements.add(new CreateRole(false, roles(List.of(role.name())), comment, Span.NONE));
            }
        }
        return statements;
    }

    /**
     * Returns the statements that change roles, once all objects and roles exist: what gives comes before what takes, so that no
     * privilege is missing in between.
     */
    public List<AccessStatement> changes(Catalog now, Catalog desired) {
        List<AccessStatement> statements = new ArrayList<>();
        for (Role role : desired.roles().values()) {
            Role before = now.role(role.name()).orElse(Role.of(role.name(), role.comment()));
            if (!before.comment().equals(role.comment())) {
                statements.add(new AlterRole(false, roles(List.of(role.name())), role.comment(), Span.NONE));
            }
            statements.addAll(privileges(Direction.GRANT, role, missing(before.privileges(), role.privileges())));
            given(Direction.GRANT, role, before, role, statements);
        }
        for (Role role : desired.roles().values()) {
            Role before = now.role(role.name()).orElse(Role.of(role.name(), role.comment()));
            List<Held> surplus = surplus(before.privileges(), role.privileges());
            statements.addAll(privileges(Direction.REVOKE, role, surplus));
            statements.addAll(privileges(Direction.GRANT, role, kept(surplus, role.privileges())));
            given(Direction.REVOKE, role, role, before, statements);
        }
        for (Role role : now.roles().values()) {
            if (desired.role(role.name()).isEmpty() && !isInherited(role.name(), desired)) {
                statements.add(new DropRole(false, roles(List.of(role.name())), Span.NONE));
            }
        }
        return statements;
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

    private static List<Held> missing(HeldPrivileges now, HeldPrivileges desired) {
        return desired.all().stream().filter(held -> !now.has(held)).toList();
    }

    /** Returns what is held but not desired, or is desired without the right to grant it. */
    private static List<Held> surplus(HeldPrivileges now, HeldPrivileges desired) {
        return now.all().stream()
                .filter(held -> !desired.has(held))
                .map(held -> new Held(held.object(), held.privilege(), false))
                .toList();
    }

    /** Returns what a REVOKE of the right to grant it takes, but is desired without that right. */
    private static List<Held> kept(List<Held> revoked, HeldPrivileges desired) {
        return revoked.stream().filter(desired::has).toList();
    }

    /** Plans the roles that a role inherits from, and the users and groups that have it, which one side has and the other lacks. */
    private static void given(
            Direction direction, Role role, Role without, Role with, List<AccessStatement> statements) {
        Set<String> parents = new TreeSet<>(with.parents());
        parents.removeAll(without.parents());
        if (!parents.isEmpty()) {
            Grantee child = new Grantee.OfRole(Name.of(role.name()));
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
    private record Group(boolean withGrantOption, List<Privilege> privileges, boolean all, String kind) {}

    private List<AccessStatement> privileges(Direction direction, Role role, List<Held> changed) {
        Map<SecuredObject, Map<Boolean, List<Privilege>>> byObject = new LinkedHashMap<>();
        for (Held held : changed) {
            byObject.computeIfAbsent(held.object(), object -> new LinkedHashMap<>())
                    .computeIfAbsent(held.withGrantOption(), option -> new ArrayList<>())
                    .add(held.privilege());
        }
        Map<Group, List<SecuredObject>> groups = new LinkedHashMap<>();
        byObject.forEach((object, byOption) -> byOption.forEach((option, privileges) -> {
            String together = names.groupOf(object);
            groups.computeIfAbsent(new Group(option, privileges, object.isAll(), together), group -> new ArrayList<>())
                    .add(object);
        }));
        List<AccessStatement> statements = new ArrayList<>();
        groups.forEach((group, objects) -> statements.add(new ChangePrivileges(
                direction,
                group.privileges,
                names.target(objects),
                new Grantee.OfRole(Name.of(role.name())),
                direction == Direction.GRANT && group.withGrantOption,
                Span.NONE)));
        return statements;
    }
}
