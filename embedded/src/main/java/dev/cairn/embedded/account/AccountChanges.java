package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.account.AccountStatement.Holder;
import dev.cairn.embedded.account.AccountStatement.Proof;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/** What statements about users and roles make of the accounts. */
public final class AccountChanges {
    private final Accounts accounts;
    private final Access access;
    private final UserName self;
    private final ObjectNames names;

    public AccountChanges(Accounts accounts, Access access, UserName self, ObjectNames names) {
        this.accounts = accounts;
        this.access = access;
        this.self = self;
        this.names = names;
    }

    /**
     * The accounts after the statement; empty where it is about something else.
     *
     * @throws Refusal with the server's error
     */
    public Optional<Accounts> after(String text) {
        return AccountParser.read(text).map(statement -> {
            requireGrant(statement);
            return after(statement);
        });
    }

    /** Everybody may change the own password; all else needs the privilege to grant. */
    private void requireGrant(AccountStatement statement) {
        boolean own = statement instanceof AccountStatement.SetPassword set
                && (set.user() == null || set.user().equals(self));
        if (!own && !access.may(Privilege.GRANT, GrantTarget.SYSTEM)) {
            throw access.denied("GRANT", ObjectKind.SYSTEM, "");
        }
    }

    private Accounts after(AccountStatement statement) {
        if (statement instanceof AccountStatement.CreateUser create) {
            return create(create);
        }
        if (statement instanceof AccountStatement.AlterUser alter) {
            return alter.ifExists() && accounts.user(alter.user()).isEmpty()
                    ? accounts
                    : accounts.with(accounts.existing(alter.user()).with(password(alter.proof())));
        }
        if (statement instanceof AccountStatement.DropUser drop) {
            return drop(drop);
        }
        if (statement instanceof AccountStatement.SetPassword set) {
            UserName user = set.user() == null ? self : set.user();
            return accounts.with(accounts.existing(user).with(password(set.proof())));
        }
        if (statement instanceof AccountStatement.SetDefaultRoles set) {
            User user = accounts.existing(set.user());
            return accounts.with(user.with(user.roles(), set.roles() == null ? user.roles() : set.roles()));
        }
        if (statement instanceof AccountStatement.ChangePrivileges change) {
            return new PrivilegeChanges(accounts, names).after(change);
        }
        return afterRoles(statement);
    }

    private Accounts afterRoles(AccountStatement statement) {
        if (statement instanceof AccountStatement.CreateRole create) {
            return createRoles(create);
        }
        if (statement instanceof AccountStatement.AlterRole alter) {
            Accounts after = accounts;
            for (String name : alter.roles()) {
                if (!alter.ifExists() || accounts.roles().contains(name)) {
                    after = after.with(
                            accounts.existingRole(name, "Can not alter role").commented(alter.comment()));
                }
            }
            return after;
        }
        if (statement instanceof AccountStatement.DropRole drop) {
            return dropRoles(drop);
        }
        if (statement instanceof AccountStatement.ChangeRoles change) {
            return changeRoles(change);
        }
        return accounts;
    }

    private Accounts create(AccountStatement.CreateUser create) {
        if (accounts.user(create.user()).isPresent()) {
            if (create.ifNotExists()) {
                return accounts;
            }
            throw Refusal.analysis(Span.NONE, "user " + create.user() + " already exists!");
        }
        create.defaultRoles().forEach(role -> accounts.existingRole(role, "Valid role name fail"));
        return accounts.with(
                User.of(create.user(), password(create.proof())).with(create.defaultRoles(), create.defaultRoles()));
    }

    private Accounts drop(AccountStatement.DropUser drop) {
        if (drop.user().equals(UserName.ROOT)) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Operation DROP USER failed for " + UserName.ROOT + " : cannot drop user " + UserName.ROOT);
        }
        if (!drop.ifExists()) {
            accounts.existing(drop.user());
        }
        return accounts.without(drop.user());
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
            throw new Refusal(5201, "HY000", String.valueOf(wrong.getMessage()), Span.NONE);
        }
    }

    private Accounts createRoles(AccountStatement.CreateRole create) {
        Accounts after = accounts;
        for (String name : create.roles()) {
            if (!accounts.roles().contains(name)) {
                after = after.with(Role.of(name, create.comment()));
            } else if (!create.ifNotExists()) {
                throw Refusal.analysis(Span.NONE, "Can not create role " + name + ": already exists");
            }
        }
        return after;
    }

    private Accounts dropRoles(AccountStatement.DropRole drop) {
        Accounts after = accounts;
        for (String name : drop.roles()) {
            Optional<Role> role = accounts.roles().get(name);
            if (role.isEmpty() && drop.ifExists()) {
                continue;
            }
            if (accounts.existingRole(name, "Can not drop role").builtIn()) {
                throw Refusal.analysis(Span.NONE, "role " + name + " is not mutable");
            }
            after = after.withoutRole(name);
        }
        return after;
    }

    private Accounts changeRoles(AccountStatement.ChangeRoles change) {
        String purpose = change.grant() ? "Can not grant role" : "Can not revoke role";
        change.roles().forEach(role -> accounts.existingRole(role, purpose));
        Holder holder = change.holder();
        if (holder.user() == null) {
            Role role = accounts.existingRole(holder.role(), purpose);
            return accounts.with(role.with(changed(role.parents(), change)));
        }
        User user = accounts.existing(holder.user());
        List<String> defaults =
                change.grant() ? user.defaultRoles() : Role.removed(user.defaultRoles(), change.roles());
        return accounts.with(user.with(changed(user.roles(), change), defaults));
    }

    private static List<String> changed(List<String> roles, AccountStatement.ChangeRoles change) {
        return change.grant() ? Role.added(roles, change.roles()) : Role.removed(roles, change.roles());
    }
}
