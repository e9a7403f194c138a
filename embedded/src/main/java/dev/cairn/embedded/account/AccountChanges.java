package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies statements about users, roles and privileges to the accounts. */
public final class AccountChanges {
    final Accounts accounts;
    private final Access access;
    final UserName self;
    final ObjectNames names;

    public AccountChanges(Accounts accounts, Access access, UserName self, ObjectNames names) {
        this.accounts = accounts;
        this.access = access;
        this.self = self;
        this.names = names;
    }

    /**
     * Returns the accounts after a statement; empty if it is not about accounts.
     *
     * @throws Refusal with the server's error
     */
    public Optional<Accounts> after(String text) {
        TokenReader tokens = new TokenReader(text);
        Change change = new AccountParser(this, tokens).statement();
        if (change == null) {
            return Optional.empty();
        }
        if (!change.ignored()) {
            tokens.expectEnd();
        }
        if (!change.own() && !access.may(Privilege.GRANT, GrantTarget.SYSTEM)) {
            throw access.denied("GRANT", ObjectKind.SYSTEM, "");
        }
        return Optional.of(change.after().get());
    }

    /**
     * The change that a statement makes.
     *
     * @param after returns the accounts after it
     * @param own whether it is a user's own password, which needs no privilege; any other change requires GRANT
     * @param ignored whether it has no effect, because the embedded server lacks the feature; it is not parsed to its end
     */
    record Change(Supplier<Accounts> after, boolean own, boolean ignored) {
        static Change to(Supplier<Accounts> after) {
            return new Change(after, false, false);
        }

        static Change nothing(Accounts accounts) {
            return new Change(() -> accounts, false, true);
        }
    }

    /** The authentication of a user; the password is null if the user has no password. */
    record Proof(@Nullable String password, boolean hashed) {}

    /** The recipient of a grant: a user, or a role if the user is null. */
    record Holder(@Nullable UserName user, String role) {}

    /**
     * The objects of a grant.
     *
     * @param kind the kind; null if it is not specified and follows from the names
     * @param names the names, each split into its parts; empty for all objects, or if the kind has no names
     * @param database the database of all objects; null for all databases
     */
    record Objects(
            @Nullable ObjectKind kind,
            List<List<String>> names,
            @Nullable String database) {}

    Accounts createUser(boolean ifNotExists, UserName user, Proof proof, List<String> defaultRoles) {
        if (accounts.user(user).isPresent()) {
            if (ifNotExists) {
                return accounts;
            }
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_EXISTS, user);
        }
        defaultRoles.forEach(role -> accounts.existingRole(role, "Valid role name fail"));
        return accounts.with(User.of(user, password(proof)).with(defaultRoles, defaultRoles));
    }

    Accounts dropUser(boolean ifExists, UserName user) {
        if (user.equals(UserName.ROOT)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_NOT_DROPPABLE, UserName.ROOT, UserName.ROOT);
        }
        if (!ifExists) {
            accounts.existing(user);
        }
        return accounts.without(user);
    }

    Accounts setPassword(UserName user, Proof proof) {
        return accounts.with(accounts.existing(user).with(password(proof)));
    }

    /** @param roles null stands for all roles */
    Accounts setDefaultRoles(UserName name, @Nullable List<String> roles) {
        User user = accounts.existing(name);
        return accounts.with(user.with(user.roles(), roles == null ? user.roles() : roles));
    }

    private static NativePassword password(Proof proof) {
        String password = proof.password();
        if (password == null || password.isEmpty()) {
            return NativePassword.NONE;
        }
        if (!proof.hashed()) {
            return NativePassword.of(password);
        }
        try {
            return NativePassword.ofHash(password);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.execution(Span.NONE, EmbeddedRule.PASSWORD_FORMAT, String.valueOf(wrong.getMessage()));
        }
    }

    Accounts createRoles(boolean ifNotExists, List<String> roles, String comment) {
        Accounts after = accounts;
        for (String name : roles) {
            if (!accounts.roles().contains(name)) {
                after = after.with(Role.of(name, comment));
            } else if (!ifNotExists) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_EXISTS, name);
            }
        }
        return after;
    }

    Accounts alterRoles(boolean ifExists, List<String> roles, String comment) {
        Accounts after = accounts;
        for (String name : roles) {
            if (!ifExists || accounts.roles().contains(name)) {
                after = after.with(
                        accounts.existingRole(name, "Can not alter role").commented(comment));
            }
        }
        return after;
    }

    Accounts dropRoles(boolean ifExists, List<String> roles) {
        Accounts after = accounts;
        for (String name : roles) {
            Optional<Role> role = accounts.roles().get(name);
            if (role.isEmpty() && ifExists) {
                continue;
            }
            if (accounts.existingRole(name, "Can not drop role").builtIn()) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_IMMUTABLE, name);
            }
            after = after.withoutRole(name);
        }
        return after;
    }

    Accounts changeRoles(boolean grant, List<String> roles, Holder holder) {
        String purpose = grant ? "Can not grant role" : "Can not revoke role";
        roles.forEach(role -> accounts.existingRole(role, purpose));
        if (holder.user() == null) {
            Role role = accounts.existingRole(holder.role(), purpose);
            return accounts.with(role.with(changed(role.parents(), grant, roles)));
        }
        User user = accounts.existing(holder.user());
        List<String> defaults = grant ? user.defaultRoles() : Role.removed(user.defaultRoles(), roles);
        return accounts.with(user.with(changed(user.roles(), grant, roles), defaults));
    }

    private static List<String> changed(List<String> present, boolean grant, List<String> roles) {
        return grant ? Role.added(present, roles) : Role.removed(present, roles);
    }
}
