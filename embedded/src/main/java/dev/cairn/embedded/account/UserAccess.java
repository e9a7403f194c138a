package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.protocol.NativePasswordHash;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The access rights of a user: those granted to the user, and those of the active roles. Later changes of privileges and
 * roles have no effect on this object.
 */
public final class UserAccess {
    private final List<GrantedPrivileges> privilegeSets = new ArrayList<>();
    private final boolean isRoot;
    private final List<String> activeRoleNames;
    private final List<String> inactiveRoleNames;
    private final Set<String> heldRoleNames = new LinkedHashSet<>();

    private UserAccess(AccessState state, User user, List<String> directRoleNames, List<String> activeRoleNames) {
        this.activeRoleNames = activeRoleNames;
        this.inactiveRoleNames = directRoleNames.stream()
                .filter(roleName -> !activeRoleNames.contains(roleName))
                .toList();
        Catalog catalog = state.catalog();
        privilegeSets.add(user.privileges());
        Set<String> effectiveRoleNames = new LinkedHashSet<>(activeRoleNames);
        activeRoleNames.forEach(roleName -> effectiveRoleNames.addAll(catalog.findAncestorRoleNames(roleName)));
        isRoot = effectiveRoleNames.contains(Role.ROOT);
        effectiveRoleNames.add(Role.PUBLIC);
        effectiveRoleNames.forEach(
                name -> catalog.findRole(name).ifPresent(role -> privilegeSets.add(role.privileges())));
        for (String roleName : directRoleNames) {
            heldRoleNames.add(roleName);
            heldRoleNames.addAll(catalog.findAncestorRoleNames(roleName));
        }
    }

    /**
     * Returns the access of a user with these active roles; roles that the user does not have are ignored. A dropped
     * user has only the privileges of the role {@code public}.
     */
    public static UserAccess of(AccessState state, UserName userName, List<String> activeRoleNames) {
        User user = state.accounts().findUser(userName).orElse(User.of(userName, NativePasswordHash.NONE));
        List<String> directRoleNames = state.directRoleNames(userName);
        return new UserAccess(
                state,
                user,
                directRoleNames,
                activeRoleNames.stream().filter(directRoleNames::contains).toList());
    }

    public boolean isRoot() {
        return isRoot;
    }

    /** Returns whether the user has a role directly or by inheritance. The role need not be active. */
    public boolean hasRole(String roleName) {
        return heldRoleNames.contains(roleName);
    }

    public boolean hasPrivilege(Privilege privilege, SecuredObject object) {
        return !isForbiddenToAll(privilege, object)
                && (isRoot || privilegeSets.stream().anyMatch(privileges -> privileges.allows(object, privilege)));
    }

    /** Returns whether no user has a privilege, not even root: a system database can't be dropped. */
    private static boolean isForbiddenToAll(Privilege privilege, SecuredObject object) {
        return privilege == Privilege.DROP
                && object.kind() == SecuredKind.DATABASE
                && object.name() != null
                && SystemDatabases.VIRTUAL_NAMES.contains(object.name());
    }

    /** Returns whether the user has any privilege on an object. */
    public boolean maySee(SecuredObject object) {
        return isRoot || object.kind().privileges().stream().anyMatch(privilege -> hasPrivilege(privilege, object));
    }

    /** Returns whether the user has any privilege on a database or on an object in it. */
    public boolean mayEnterDatabase(String databaseName) {
        return isRoot
                || securedObjects()
                        .anyMatch(object -> object.belongsToDatabase(databaseName) || isForEveryDatabase(object));
    }

    private Stream<SecuredObject> securedObjects() {
        return privilegeSets.stream().flatMap(privileges -> privileges.objects().stream());
    }

    private static boolean isForEveryDatabase(SecuredObject object) {
        boolean isDatabaseScoped =
                object.kind() == SecuredKind.DATABASE || object.kind().naming() == SecuredKind.Naming.IN_DATABASE;
        return isDatabaseScoped && object.isForAllObjects() && object.database() == null;
    }

    /**
     * Returns whether the user may grant privileges on objects to others without being an administrator of users. For
     * each object, the user or one of the effective roles must hold all of the privileges with the grant option, on the
     * same target: the object itself, all objects of its kind, or all objects of its kind in its database.
     */
    boolean mayGrant(Collection<Privilege> privileges, Collection<SecuredObject> objects) {
        return objects.stream()
                .allMatch(object -> privilegeSets.stream()
                        .anyMatch(privilegeSet -> mayGrantWith(privilegeSet, privileges, object)));
    }

    private static boolean mayGrantWith(
            GrantedPrivileges privilegeSet, Collection<Privilege> privileges, SecuredObject object) {
        return Stream.of(
                        object,
                        SecuredObject.ofAll(object.kind()),
                        new SecuredObject(object.kind(), object.database(), null))
                .anyMatch(target -> privileges.stream()
                        .allMatch(privilege -> privilegeSet.hasPrivilege(new HeldPrivilege(target, privilege, true))));
    }

    /**
     * Requires that the user has all these privileges.
     *
     * @throws Refusal with the server's error for the first privilege that is missing
     */
    public void requirePrivileges(List<RequiredPrivilege> requiredPrivileges) {
        for (RequiredPrivilege requiredPrivilege : requiredPrivileges) {
            if (!isSatisfied(requiredPrivilege)) {
                throw createAccessDeniedRefusal(requiredPrivilege);
            }
        }
    }

    /**
     * Returns whether the user has one of the alternatives or, if there are none, any privilege on the object or, if
     * the requirement includes them, on the contents of the database.
     */
    private boolean isSatisfied(RequiredPrivilege requiredPrivilege) {
        SecuredObject object = requiredPrivilege.object();
        if (!requiredPrivilege.alternatives().isEmpty()) {
            return requiredPrivilege.alternatives().stream().anyMatch(privilege -> hasPrivilege(privilege, object));
        }
        String databaseName = object.name();
        return maySee(object)
                || (requiredPrivilege.includesContents() && databaseName != null && mayEnterDatabase(databaseName));
    }

    private Refusal createAccessDeniedRefusal(RequiredPrivilege requiredPrivilege) {
        SecuredObject object = requiredPrivilege.object();
        boolean isAnyTablePrivilege =
                requiredPrivilege.alternatives().isEmpty() && object.kind().naming() == SecuredKind.Naming.IN_DATABASE;
        SecuredKind printedKind =
                isAnyTablePrivilege ? SecuredKind.TABLE : object.kind(); // the server says TABLE for a view, too
        return Refusal.ofExecution(
                Span.NONE,
                EmbeddedRule.ACCESS_DENIED,
                requiredPrivilege.describeAlternatives(),
                printedKind.sql() + (object.name() == null ? "" : " " + object.name()),
                activeRoleNames.isEmpty() ? "NONE" : activeRoleNames,
                inactiveRoleNames.isEmpty() ? "NONE" : inactiveRoleNames);
    }
}
