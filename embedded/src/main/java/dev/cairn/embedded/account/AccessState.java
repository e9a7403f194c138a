package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.DirectPrivileges.HeldPrivilege;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.PrivilegePropagation;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The users, and the catalog with the roles of the server. */
public record AccessState(Accounts accounts, Catalog catalog) {
    /** Returns the state after a change of the setting {@code access_control}. */
    public AccessState withAccessControl(String control) {
        return with(accounts.withAccessControl(control));
    }

    AccessState with(Accounts newAccounts) {
        return new AccessState(newAccounts, catalog);
    }

    AccessState with(Role role) {
        return new AccessState(accounts, catalog.withRole(role));
    }

    /** Returns the roles that a user has, without those from which they inherit. */
    public List<String> roles(UserName user) {
        return roles(user.toGrantee());
    }

    List<String> roles(Grantee member) {
        List<String> roles = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            if (role.members().contains(member)) {
                roles.add(role.name());
            }
        }
        return roles;
    }

    /**
     * Returns the state in which the privileges of users follow the objects that a statement has renamed, swapped or
     * dropped. The statement has been applied to the catalog, where the privileges of roles have followed already.
     */
    public AccessState updatePrivileges(Statement statement, Session session) {
        Accounts followed = accounts;
        Catalog holders =
                new PrivilegePropagation(catalog.withRoles(userPrivilegesAsRoles())).propagate(statement, session);
        for (User user : accounts.users().values()) {
            Role holder = holders.role(user.name().toString()).orElseThrow();
            followed = followed.with(user.with(holder.privileges()));
        }
        return with(followed);
    }

    /** Returns the privileges of the users as roles, so that the engine lets them follow their objects. */
    private PersistentMap<Role> userPrivilegesAsRoles() {
        PersistentMap<Role> holders = PersistentMap.empty();
        for (User user : accounts.users().values()) {
            String name = user.name().toString();
            holders = holders.with(name, Role.of(name, "").with(user.privileges()));
        }
        return holders;
    }

    /** Gives all users and roles the privileges on a copy of a database that they have on the original. */
    public AccessState copyDatabase(String source, String target) {
        return changeEach((holder, heldPrivileges) -> {
            DirectPrivileges all = heldPrivileges;
            for (HeldPrivilege one : heldPrivileges.entries()) {
                SecuredObject object = one.object();
                if (object.belongsToDatabase(source)) {
                    SecuredObject copy = object.database() == null
                            ? SecuredObject.ofDatabase(target)
                            : new SecuredObject(object.kind(), target, object.name());
                    all = all.grant(new HeldPrivilege(copy, one.privilege(), one.withGrantOption()));
                }
            }
            return all;
        });
    }

    private AccessState changeEach(BiFunction<String, DirectPrivileges, DirectPrivileges> change) {
        AccessState changed = this;
        for (User user : accounts.users().values()) {
            DirectPrivileges after = change.apply(user.name().toString(), user.privileges());
            changed = changed.with(changed.accounts.with(user.with(after)));
        }
        for (Role role : catalog.roles().values()) {
            changed = changed.with(role.with(change.apply(role.name(), role.privileges())));
        }
        return changed;
    }
}
