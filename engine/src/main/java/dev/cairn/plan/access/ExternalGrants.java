package dev.cairn.plan.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.PrivilegeDdl;
import dev.cairn.engine.context.ServerState;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The privileges and roles that statements grant beyond the schema: to users, to groups and to roles that are not
 * part of it. The catalog does not contain these grants.
 *
 * @param rolesByHolder the roles by their holder
 * @param privilegesByHolder the privileges by their holder
 * @param droppedUsers the users that statements have dropped; the catalog still has them as members of roles
 */
record ExternalGrants(
        SortedMap<String, Set<String>> rolesByHolder,
        SortedMap<String, DirectPrivileges> privilegesByHolder,
        Set<String> droppedUsers) {
    static final ExternalGrants NONE = new ExternalGrants(new TreeMap<>(), new TreeMap<>(), Set.of());

    /** Returns the name by which a holder is known: that of a role, or a user or group in words. */
    static String toHolder(Grantee grantee) {
        return grantee instanceof Grantee.RoleGrantee role ? role.name().text() : grantee.toString();
    }

    Set<String> rolesOf(String holder) {
        return rolesByHolder.getOrDefault(holder, Set.of());
    }

    DirectPrivileges privilegesOf(String holder) {
        return privilegesByHolder.getOrDefault(holder, DirectPrivileges.NONE);
    }

    /** Returns the holders whose grants differ. */
    Set<String> findChangedHolders(ExternalGrants otherGrants) {
        Set<String> holders = new TreeSet<>();
        for (ExternalGrants grants : List.of(this, otherGrants)) {
            holders.addAll(grants.rolesByHolder.keySet());
            holders.addAll(grants.privilegesByHolder.keySet());
            holders.addAll(grants.droppedUsers);
        }
        holders.removeIf(holder -> droppedUsers.contains(holder) == otherGrants.droppedUsers.contains(holder)
                && rolesOf(holder).equals(otherGrants.rolesOf(holder))
                && privilegesOf(holder).equals(otherGrants.privilegesOf(holder)));
        return holders;
    }

    /** The access that a statement gives or takes. */
    private sealed interface ExternalItem {
        /** The user itself, with all rights. */
        record ExternalUser(String holder) implements ExternalItem {}

        record ExternalRole(String holder, String role) implements ExternalItem {}

        record ExternalPrivilege(String holder, HeldPrivilege heldPrivilege) implements ExternalItem {}
    }

    private record GrantEvent(Direction direction, ExternalItem item) {}

    /**
     * Returns the external grants before the first statement and after each statement. A right that is revoked
     * without having been granted must have existed before the first statement.
     */
    static List<ExternalGrants> simulate(ServerProfile profile, List<SimulatedAction> statements) {
        List<List<GrantEvent>> events = statements.stream()
                .map(simulatedAction -> findEvents(profile, simulatedAction))
                .toList();
        ExternalGrants initialGrants = NONE;
        ExternalGrants currentGrants = NONE;
        for (GrantEvent event : events.stream().flatMap(List::stream).toList()) {
            boolean isGrant = event.direction == Direction.GRANT;
            boolean isRight = !(event.item instanceof ExternalItem.ExternalUser);
            if (isRight && !isGrant && !currentGrants.contains(event.item)) {
                initialGrants = initialGrants.withEvent(new GrantEvent(Direction.GRANT, event.item));
            }
            currentGrants = currentGrants.withEvent(event);
        }
        List<ExternalGrants> states = new ArrayList<>(List.of(initialGrants));
        for (List<GrantEvent> statementEvents : events) {
            ExternalGrants state = states.get(states.size() - 1);
            for (GrantEvent event : statementEvents) {
                state = state.withEvent(event);
            }
            states.add(state);
        }
        return states;
    }

    private static List<GrantEvent> findEvents(ServerProfile profile, SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof ChangePrivileges change) {
            return isKnown(change.grantee(), simulatedAction.before())
                    ? List.of()
                    : findEvents(profile, change, simulatedAction);
        }
        if (statement instanceof ChangeRoles change) {
            return findEvents(change, simulatedAction.before());
        }
        return statement instanceof Statement.OpaqueStatement opaqueStatement
                ? AccountStatement.parse(opaqueStatement)
                        .map(ExternalGrants::findEvents)
                        .orElse(List.of())
                : List.of();
    }

    private static List<GrantEvent> findEvents(AccountStatement account) {
        List<GrantEvent> events = new ArrayList<>();
        if (account.kind() == AccountStatement.Kind.DROP) {
            events.add(new GrantEvent(Direction.REVOKE, new ExternalItem.ExternalUser(toHolder(account.user()))));
        } else if (account.kind() == AccountStatement.Kind.CREATE) {
            events.add(new GrantEvent(Direction.GRANT, new ExternalItem.ExternalUser(toHolder(account.user()))));
        }
        account.grantedRoles().ifPresent(grant -> events.addAll(findEvents(grant, Catalog.EMPTY)));
        return events;
    }

    private static boolean isKnown(Grantee grantee, Catalog catalog) {
        return grantee instanceof Grantee.RoleGrantee role
                && catalog.role(role.name().text()).isPresent();
    }

    private static List<GrantEvent> findEvents(
            ServerProfile profile, ChangePrivileges change, SimulatedAction simulatedAction) {
        PrivilegeDdl ddl =
                new PrivilegeDdl(new ServerState(profile, simulatedAction.before(), simulatedAction.session()));
        List<GrantEvent> events = new ArrayList<>();
        for (SecuredObject object : ddl.resolveObjects(change)) {
            for (Privilege privilege : ddl.resolvePrivileges(change)) {
                HeldPrivilege heldPrivilege = new HeldPrivilege(object, privilege, change.hasGrantOption());
                events.add(new GrantEvent(
                        change.direction(),
                        new ExternalItem.ExternalPrivilege(toHolder(change.grantee()), heldPrivilege)));
            }
        }
        return events;
    }

    /** Omits the grants that the catalog contains: the roles of its own roles, and the members of its own roles. */
    private static List<GrantEvent> findEvents(ChangeRoles change, Catalog catalog) {
        boolean isRoleGrantee = change.grantee() instanceof Grantee.RoleGrantee;
        List<GrantEvent> events = new ArrayList<>();
        for (Name role : change.roles()) {
            boolean isInCatalog = isRoleGrantee
                    ? isKnown(change.grantee(), catalog)
                    : catalog.role(role.text()).isPresent();
            if (!isInCatalog) {
                events.add(new GrantEvent(
                        change.direction(), new ExternalItem.ExternalRole(toHolder(change.grantee()), role.text())));
            }
        }
        return events;
    }

    private boolean contains(ExternalItem item) {
        return item instanceof ExternalItem.ExternalRole role
                ? rolesOf(role.holder).contains(role.role)
                : item instanceof ExternalItem.ExternalPrivilege privilege
                        && privilegesOf(privilege.holder)
                                .hasPrivilege(privilege.heldPrivilege.object(), privilege.heldPrivilege.privilege());
    }

    private ExternalGrants withEvent(GrantEvent event) {
        boolean isGrant = event.direction == Direction.GRANT;
        if (event.item instanceof ExternalItem.ExternalUser user) {
            return withUser(user.holder, isGrant);
        }
        if (event.item instanceof ExternalItem.ExternalRole role) {
            Set<String> changedRoles = new TreeSet<>(rolesOf(role.holder));
            if (isGrant) {
                changedRoles.add(role.role);
            } else {
                changedRoles.remove(role.role);
            }
            SortedMap<String, Set<String>> copy = new TreeMap<>(rolesByHolder);
            copy.put(role.holder, changedRoles);
            return new ExternalGrants(copy, privilegesByHolder, droppedUsers);
        }
        ExternalItem.ExternalPrivilege privilege = (ExternalItem.ExternalPrivilege) event.item;
        DirectPrivileges before = privilegesOf(privilege.holder);
        SortedMap<String, DirectPrivileges> copy = new TreeMap<>(privilegesByHolder);
        copy.put(
                privilege.holder,
                isGrant
                        ? before.grant(privilege.heldPrivilege)
                        : before.revoke(
                                privilege.heldPrivilege.object(), List.of(privilege.heldPrivilege.privilege())));
        return new ExternalGrants(rolesByHolder, copy, droppedUsers);
    }

    private ExternalGrants withUser(String holder, boolean exists) {
        Set<String> newDroppedUsers = new TreeSet<>(droppedUsers);
        if (exists) {
            newDroppedUsers.remove(holder);
            return new ExternalGrants(rolesByHolder, privilegesByHolder, newDroppedUsers);
        }
        newDroppedUsers.add(holder);
        SortedMap<String, Set<String>> newRoles = new TreeMap<>(rolesByHolder);
        newRoles.remove(holder);
        SortedMap<String, DirectPrivileges> newPrivileges = new TreeMap<>(privilegesByHolder);
        newPrivileges.remove(holder);
        return new ExternalGrants(newRoles, newPrivileges, newDroppedUsers);
    }
}
