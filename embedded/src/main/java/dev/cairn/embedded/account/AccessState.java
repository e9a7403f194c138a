package dev.cairn.embedded.account;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.HeldPrivileges;
import dev.cairn.catalog.HeldPrivileges.Held;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.GrantedObjects;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The users, and the catalog with the roles of the server. */
public record AccessState(Accounts accounts, Catalog catalog) {
    AccessState with(Accounts newAccounts) {
        return new AccessState(newAccounts, catalog);
    }

    AccessState with(Role role) {
        return new AccessState(accounts, catalog.with(role));
    }

    /** Returns the roles that a user has, without those from which they inherit. */
    List<String> roles(UserName user) {
        return roles(user.grantee());
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
     * Returns the state after a statement that was applied to the catalog, in which the privileges of roles have followed
     * their objects. Those of users follow here, and an object that is recovered has all of them again.
     *
     * @param before the state before the statement
     */
    public AccessState following(AccessState before, Statement statement, Session session) {
        Accounts followed = accounts;
        Catalog holders = new GrantedObjects(catalog.with(ownPrivileges())).after(statement, session);
        for (User user : accounts.users().values()) {
            Role holder = holders.role(user.name().toString()).orElseThrow();
            followed = followed.with(user.with(holder.privileges()));
        }
        AccessState after = with(followed);
        if (statement instanceof Statement.Recover recover) {
            return after.recovering(key(recover.name(), recover.what() == Statement.Recover.What.DATABASE, session));
        }
        String dropped = dropped(statement, session);
        return dropped == null ? after : after.recycling(dropped, before);
    }

    /** Returns the privileges of the users as roles, so that the engine lets them follow their objects. */
    private PersistentMap<Role> ownPrivileges() {
        PersistentMap<Role> holders = PersistentMap.empty();
        for (User user : accounts.users().values()) {
            String name = user.name().toString();
            holders = holders.with(name, Role.of(name, "").with(user.privileges()));
        }
        return holders;
    }

    /** Returns the key of an object that a statement drops so that it can be recovered; null if it drops none. */
    private static @Nullable String dropped(Statement statement, Session session) {
        if (statement instanceof Statement.DropDatabase drop) {
            return drop.force() ? null : key(drop.name(), true, session);
        }
        if (statement instanceof Statement.DropTable drop) {
            return drop.force() ? null : key(drop.table(), false, session);
        }
        return statement instanceof ViewStatement.DropView drop ? key(drop.name(), false, session) : null;
    }

    private static String key(QualifiedName name, boolean ofDatabase, Session session) {
        String last = name.last().text();
        return ofDatabase ? last : name.qualifier().map(Name::text).orElse(session.database()) + "." + last;
    }

    private AccessState recycling(String dropped, AccessState before) {
        PersistentMap<HeldPrivileges> lost = PersistentMap.empty();
        PersistentMap<HeldPrivileges> held = held();
        for (Map.Entry<String, HeldPrivileges> entry : before.held()) {
            HeldPrivileges left = held.get(entry.getKey()).orElse(HeldPrivileges.NONE);
            HeldPrivileges gone = entry.getValue().on(object -> !left.hasAny(object));
            lost = gone.isEmpty() ? lost : lost.with(entry.getKey(), gone);
        }
        return with(accounts.withRecycled(accounts.recycled().with(dropped, lost)));
    }

    private AccessState recovering(String dropped) {
        PersistentMap<HeldPrivileges> lost = accounts.recycled().get(dropped).orElse(PersistentMap.empty());
        AccessState recovered = each((holder, held) -> {
            HeldPrivileges all = held;
            for (Held again : lost.get(holder).orElse(HeldPrivileges.NONE).all()) {
                all = all.with(again);
            }
            return all;
        });
        return recovered.with(recovered
                .accounts()
                .withRecycled(recovered.accounts().recycled().without(dropped)));
    }

    /** Gives all users and roles the privileges on a copy of a database that they have on the original. */
    public AccessState copying(String from, String to) {
        return each((holder, held) -> {
            HeldPrivileges all = held;
            for (Held one : held.all()) {
                SecuredObject object = one.object();
                if (object.isOf(from)) {
                    SecuredObject copy = object.database() == null
                            ? SecuredObject.database(to)
                            : new SecuredObject(object.kind(), to, object.name());
                    all = all.with(new Held(copy, one.privilege(), one.withGrantOption()));
                }
            }
            return all;
        });
    }

    /** Returns the state without privileges on an object, which was dropped. */
    AccessState without(SecuredObject dropped) {
        return each((holder, held) -> held.on(object -> !object.equals(dropped)));
    }

    /** Returns the privileges of all roles and users by their names; that of a user is in quotes. */
    private PersistentMap<HeldPrivileges> held() {
        PersistentMap<HeldPrivileges> held = PersistentMap.empty();
        for (User user : accounts.users().values()) {
            held = held.with(user.name().toString(), user.privileges());
        }
        for (Role role : catalog.roles().values()) {
            held = held.with(role.name(), role.privileges());
        }
        return held;
    }

    private AccessState each(BiFunction<String, HeldPrivileges, HeldPrivileges> change) {
        AccessState changed = this;
        for (User user : accounts.users().values()) {
            HeldPrivileges after = change.apply(user.name().toString(), user.privileges());
            changed = changed.with(changed.accounts.with(user.with(after)));
        }
        for (Role role : catalog.roles().values()) {
            changed = changed.with(role.with(change.apply(role.name(), role.privileges())));
        }
        return changed;
    }
}
