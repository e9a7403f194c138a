package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/** The privileges of a user with the roles that are active. */
public final class Access {
    private final List<Grants> grants = new ArrayList<>();
    private final boolean everything;
    private final List<String> active;
    private final List<String> inactive;

    private Access(Accounts accounts, User user, List<String> active) {
        this.active = active;
        this.inactive = Role.removed(user.roles(), active);
        grants.add(user.grants());
        List<Role> roles = accounts.withParents(active);
        roles.forEach(role -> grants.add(role.grants()));
        everything = roles.stream().anyMatch(role -> role.name().equals(Role.ROOT));
    }

    /** Returns the privileges of a user; none if the user has been dropped. */
    public static Access of(Accounts accounts, UserName name, List<String> activeRoles) {
        User user = accounts.user(name).orElse(User.of(name, NativePassword.NONE));
        List<String> effective =
                activeRoles.stream().filter(role -> user.roles().contains(role)).toList();
        return new Access(accounts, user, effective);
    }

    public boolean everything() {
        return everything;
    }

    public boolean may(Privilege privilege, GrantTarget target) {
        return everything || grants.stream().anyMatch(grant -> grant.allow(target, privilege));
    }

    /** Returns whether the user has any privilege on a target. */
    public boolean sees(GrantTarget target) {
        return everything || grants.stream().anyMatch(grant -> grant.allowAny(target));
    }

    /** Returns whether the user has any privilege on a database or on an object in it. */
    public boolean entersDatabase(long id) {
        return everything || grants.stream().anyMatch(grant -> grant.allowAnyIn(id));
    }

    /** Returns the server's error for a missing privilege. */
    public Refusal denied(String privilege, ObjectKind kind, String object) {
        return Refusal.execution(
                Span.NONE,
                EmbeddedRule.ACCESS_DENIED,
                privilege,
                kind.sql() + (object.isEmpty() ? "" : " " + object),
                active.isEmpty() ? "NONE" : active,
                inactive.isEmpty() ? "NONE" : inactive);
    }
}
