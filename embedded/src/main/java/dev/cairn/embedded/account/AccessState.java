package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.PrivilegePropagation;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The users of the server, and the catalog, which contains the roles. It is one immutable value, so a statement checks
 * all privileges against the same state.
 */
public record AccessState(Accounts accounts, Catalog catalog) {
    /** Returns the state after a change of the setting {@code access_control}. */
    public AccessState withAccessControl(String newAccessControl) {
        return withAccounts(accounts.withAccessControl(newAccessControl));
    }

    AccessState withAccounts(Accounts newAccounts) {
        return new AccessState(newAccounts, catalog);
    }

    AccessState withRole(Role role) {
        return new AccessState(accounts, catalog.withRole(role));
    }

    /** Returns the roles that were granted to a user directly, without the roles from which they inherit. */
    public List<String> directRoleNames(UserName userName) {
        return directRoleNames(userName.toGrantee());
    }

    List<String> directRoleNames(Grantee member) {
        List<String> roleNames = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            if (role.members().contains(member)) {
                roleNames.add(role.name());
            }
        }
        return roleNames;
    }

    /**
     * Returns the state in which the privileges of users follow the objects that a statement has renamed, swapped or
     * dropped. The statement has been applied to the catalog, where the privileges of roles have followed already.
     */
    public AccessState withPropagatedPrivileges(Statement statement, Session session) {
        Accounts newAccounts = accounts;
        Catalog propagatedCatalog =
                new PrivilegePropagation(catalog.withRoles(convertUsersToRoles())).propagate(statement, session);
        for (User user : accounts.users().values()) {
            Role propagatedRole =
                    propagatedCatalog.findRole(user.name().toString()).orElseThrow();
            newAccounts = newAccounts.withUser(user.withPrivileges(propagatedRole.privileges()));
        }
        return withAccounts(newAccounts);
    }

    /** Returns the privileges of the users as roles, so that the engine lets them follow their objects. */
    private PersistentMap<Role> convertUsersToRoles() {
        PersistentMap<Role> userRoles = PersistentMap.empty();
        for (User user : accounts.users().values()) {
            String userName = user.name().toString();
            userRoles = userRoles.withEntry(userName, Role.of(userName, "").withPrivileges(user.privileges()));
        }
        return userRoles;
    }

    /**
     * Returns the state in which all users and roles have the privileges on a copy of a database that they have on the
     * original.
     */
    public AccessState withCopiedDatabasePrivileges(String sourceName, String targetName) {
        return withChangedPrivileges(heldPrivileges -> {
            GrantedPrivileges newPrivileges = heldPrivileges;
            for (HeldPrivilege heldPrivilege : heldPrivileges.heldPrivileges()) {
                SecuredObject object = heldPrivilege.object();
                if (object.belongsToDatabase(sourceName)) {
                    SecuredObject copiedObject = object.database() == null
                            ? SecuredObject.ofDatabase(targetName)
                            : new SecuredObject(object.kind(), targetName, object.name());
                    newPrivileges = newPrivileges.grant(
                            new HeldPrivilege(copiedObject, heldPrivilege.privilege(), heldPrivilege.hasGrantOption()));
                }
            }
            return newPrivileges;
        });
    }

    private AccessState withChangedPrivileges(UnaryOperator<GrantedPrivileges> change) {
        AccessState newState = this;
        for (User user : accounts.users().values()) {
            GrantedPrivileges newPrivileges = change.apply(user.privileges());
            newState = newState.withAccounts(newState.accounts.withUser(user.withPrivileges(newPrivileges)));
        }
        for (Role role : catalog.roles().values()) {
            newState = newState.withRole(role.withPrivileges(change.apply(role.privileges())));
        }
        return newState;
    }
}
