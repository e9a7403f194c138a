package dev.cairn.plan.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
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
 * The privileges and roles that statements grant beyond the schema: to users, to groups and to roles that are not part
 * of the schema. The catalog does not contain these grants.
 *
 * @param rolesByHolder the names of the roles of each holder
 * @param privilegesByHolder the privileges of each holder
 * @param droppedUsers the users that statements have dropped; the catalog still has them as members of roles
 */
record ExternalGrants(
        SortedMap<String, Set<String>> rolesByHolder,
        SortedMap<String, GrantedPrivileges> privilegesByHolder,
        Set<String> droppedUsers) {
    static final ExternalGrants NONE = new ExternalGrants(new TreeMap<>(), new TreeMap<>(), Set.of());

    /** Returns the text that identifies a holder: the name of a role, or a user or group with its kind. */
    static String toHolderName(Grantee grantee) {
        return grantee instanceof Grantee.RoleGrantee role ? role.name().text() : grantee.toString();
    }

    Set<String> findRoles(String holder) {
        return rolesByHolder.getOrDefault(holder, Set.of());
    }

    GrantedPrivileges findPrivileges(String holder) {
        return privilegesByHolder.getOrDefault(holder, GrantedPrivileges.NONE);
    }

    /** Returns the holders whose roles or privileges differ, or who are dropped on one side only. */
    Set<String> findChangedHolders(ExternalGrants otherGrants) {
        Set<String> holders = new TreeSet<>();
        for (ExternalGrants grants : List.of(this, otherGrants)) {
            holders.addAll(grants.rolesByHolder.keySet());
            holders.addAll(grants.privilegesByHolder.keySet());
            holders.addAll(grants.droppedUsers);
        }
        holders.removeIf(holder -> droppedUsers.contains(holder) == otherGrants.droppedUsers.contains(holder)
                && findRoles(holder).equals(otherGrants.findRoles(holder))
                && findPrivileges(holder).equals(otherGrants.findPrivileges(holder)));
        return holders;
    }

    /** The access that a statement grants or revokes. */
    private sealed interface ExternalAccess {
        /** The user itself, with all rights. */
        record ExternalUser(String holder) implements ExternalAccess {}

        record ExternalRole(String holder, String role) implements ExternalAccess {}

        record ExternalPrivilege(String holder, HeldPrivilege heldPrivilege) implements ExternalAccess {}
    }

    /** A grant or a revocation of an access. For an {@link ExternalAccess.ExternalUser}, it is CREATE or DROP USER. */
    private record GrantEvent(Direction direction, ExternalAccess access) {}

    /**
     * Returns the external grants before the first statement and after each statement. A right that is revoked
     * without having been granted must have existed before the first statement.
     */
    static List<ExternalGrants> simulate(ServerProfile profile, List<SimulatedAction> simulatedActions) {
        List<List<GrantEvent>> eventsByStatement = simulatedActions.stream()
                .map(simulatedAction -> findEvents(profile, simulatedAction))
                .toList();
        ExternalGrants initialGrants = NONE;
        ExternalGrants currentGrants = NONE;
        for (GrantEvent event : eventsByStatement.stream().flatMap(List::stream).toList()) {
            boolean isGrant = event.direction == Direction.GRANT;
            boolean isRight = !(event.access instanceof ExternalAccess.ExternalUser);
            if (isRight && !isGrant && !currentGrants.contains(event.access)) {
                initialGrants = initialGrants.withEvent(new GrantEvent(Direction.GRANT, event.access));
            }
            currentGrants = currentGrants.withEvent(event);
        }
        List<ExternalGrants> grantsByPosition = new ArrayList<>(List.of(initialGrants));
        for (List<GrantEvent> statementEvents : eventsByStatement) {
            ExternalGrants grants = grantsByPosition.get(grantsByPosition.size() - 1);
            for (GrantEvent event : statementEvents) {
                grants = grants.withEvent(event);
            }
            grantsByPosition.add(grants);
        }
        return grantsByPosition;
    }

    private static List<GrantEvent> findEvents(ServerProfile profile, SimulatedAction simulatedAction) {
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof ChangePrivileges change) {
            return isCatalogRole(change.grantee(), simulatedAction.catalogBefore())
                    ? List.of()
                    : findEvents(profile, change, simulatedAction);
        }
        if (statement instanceof ChangeRoles change) {
            return findEvents(change, simulatedAction.catalogBefore());
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
            events.add(new GrantEvent(Direction.REVOKE, new ExternalAccess.ExternalUser(toHolderName(account.user()))));
        } else if (account.kind() == AccountStatement.Kind.CREATE) {
            events.add(new GrantEvent(Direction.GRANT, new ExternalAccess.ExternalUser(toHolderName(account.user()))));
        }
        // The engine does not apply a statement that is kept as text, so the catalog lacks the grants of this one.
        account.defaultRoleGrant().ifPresent(grant -> events.addAll(findEvents(grant, Catalog.EMPTY)));
        return events;
    }

    private static boolean isCatalogRole(Grantee grantee, Catalog catalog) {
        return grantee instanceof Grantee.RoleGrantee role
                && catalog.findRole(role.name().text()).isPresent();
    }

    private static List<GrantEvent> findEvents(
            ServerProfile profile, ChangePrivileges change, SimulatedAction simulatedAction) {
        PrivilegeDdl privilegeDdl = new PrivilegeDdl(
                new ServerState(profile, simulatedAction.catalogBefore(), simulatedAction.sessionBefore()));
        List<GrantEvent> events = new ArrayList<>();
        for (SecuredObject object : privilegeDdl.resolveObjects(change)) {
            for (Privilege privilege : privilegeDdl.resolvePrivileges(change)) {
                HeldPrivilege heldPrivilege = new HeldPrivilege(object, privilege, change.hasGrantOption());
                events.add(new GrantEvent(
                        change.direction(),
                        new ExternalAccess.ExternalPrivilege(toHolderName(change.grantee()), heldPrivilege)));
            }
        }
        return events;
    }

    /**
     * Returns the grants or revocations of roles that the catalog does not represent. The catalog represents the
     * parents and the members of its own roles.
     */
    private static List<GrantEvent> findEvents(ChangeRoles change, Catalog catalog) {
        boolean isRoleGrantee = change.grantee() instanceof Grantee.RoleGrantee;
        List<GrantEvent> events = new ArrayList<>();
        for (Name role : change.roles()) {
            boolean isInCatalog = isRoleGrantee
                    ? isCatalogRole(change.grantee(), catalog)
                    : catalog.findRole(role.text()).isPresent();
            if (!isInCatalog) {
                events.add(new GrantEvent(
                        change.direction(),
                        new ExternalAccess.ExternalRole(toHolderName(change.grantee()), role.text())));
            }
        }
        return events;
    }

    private boolean contains(ExternalAccess access) {
        return access instanceof ExternalAccess.ExternalRole role
                ? findRoles(role.holder).contains(role.role)
                : access instanceof ExternalAccess.ExternalPrivilege privilege
                        && findPrivileges(privilege.holder)
                                .hasPrivilege(privilege.heldPrivilege.object(), privilege.heldPrivilege.privilege());
    }

    private ExternalGrants withEvent(GrantEvent event) {
        boolean isGrant = event.direction == Direction.GRANT;
        if (event.access instanceof ExternalAccess.ExternalUser user) {
            return withUser(user.holder, isGrant);
        }
        if (event.access instanceof ExternalAccess.ExternalRole role) {
            Set<String> changedRoles = new TreeSet<>(findRoles(role.holder));
            if (isGrant) {
                changedRoles.add(role.role);
            } else {
                changedRoles.remove(role.role);
            }
            SortedMap<String, Set<String>> newRolesByHolder = new TreeMap<>(rolesByHolder);
            newRolesByHolder.put(role.holder, changedRoles);
            return new ExternalGrants(newRolesByHolder, privilegesByHolder, droppedUsers);
        }
        ExternalAccess.ExternalPrivilege privilege = (ExternalAccess.ExternalPrivilege) event.access;
        GrantedPrivileges oldPrivileges = findPrivileges(privilege.holder);
        SortedMap<String, GrantedPrivileges> newPrivilegesByHolder = new TreeMap<>(privilegesByHolder);
        newPrivilegesByHolder.put(
                privilege.holder,
                isGrant
                        ? oldPrivileges.grant(privilege.heldPrivilege)
                        : oldPrivileges.revoke(
                                privilege.heldPrivilege.object(), List.of(privilege.heldPrivilege.privilege())));
        return new ExternalGrants(rolesByHolder, newPrivilegesByHolder, droppedUsers);
    }

    /** Returns the grants after CREATE or DROP USER. A dropped user loses all roles and privileges. */
    private ExternalGrants withUser(String holder, boolean isCreated) {
        Set<String> newDroppedUsers = new TreeSet<>(droppedUsers);
        if (isCreated) {
            newDroppedUsers.remove(holder);
            return new ExternalGrants(rolesByHolder, privilegesByHolder, newDroppedUsers);
        }
        newDroppedUsers.add(holder);
        SortedMap<String, Set<String>> newRolesByHolder = new TreeMap<>(rolesByHolder);
        newRolesByHolder.remove(holder);
        SortedMap<String, GrantedPrivileges> newPrivilegesByHolder = new TreeMap<>(privilegesByHolder);
        newPrivilegesByHolder.remove(holder);
        return new ExternalGrants(newRolesByHolder, newPrivilegesByHolder, newDroppedUsers);
    }
}
