package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.AccountParser.AccountStatement;
import dev.cairn.embedded.account.AccountParser.AccountStatement.ChangePrivileges;
import dev.cairn.embedded.account.AccountParser.AccountStatement.Holder;
import dev.cairn.embedded.account.AccountParser.AccountStatement.Objects;
import dev.cairn.embedded.account.AccountParser.AccountStatement.Proof;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Applies statements about users, roles and privileges to the accounts. */
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
     * Returns the accounts after a statement; empty if it is not about accounts.
     *
     * @throws Refusal with the server's error
     */
    public Optional<Accounts> after(String text) {
        return AccountParser.read(text).map(statement -> {
            requireGrant(statement);
            return after(statement);
        });
    }

    /** A user may change the own password; any other change requires the privilege GRANT. */
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
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_EXISTS, create.user());
        }
        create.defaultRoles().forEach(role -> accounts.existingRole(role, "Valid role name fail"));
        return accounts.with(
                User.of(create.user(), password(create.proof())).with(create.defaultRoles(), create.defaultRoles()));
    }

    private Accounts drop(AccountStatement.DropUser drop) {
        if (drop.user().equals(UserName.ROOT)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_NOT_DROPPABLE, UserName.ROOT, UserName.ROOT);
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
            throw Refusal.execution(Span.NONE, EmbeddedRule.PASSWORD_FORMAT, String.valueOf(wrong.getMessage()));
        }
    }

    private Accounts createRoles(AccountStatement.CreateRole create) {
        Accounts after = accounts;
        for (String name : create.roles()) {
            if (!accounts.roles().contains(name)) {
                after = after.with(Role.of(name, create.comment()));
            } else if (!create.ifNotExists()) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_EXISTS, name);
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
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_IMMUTABLE, name);
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

    /** Applies GRANT and REVOKE of privileges, which refer to objects by identity. */
    private record PrivilegeChanges(Accounts accounts, ObjectNames names) {
        Accounts after(ChangePrivileges change) {
            Holder holder = change.holder();
            if (holder.user() != null) {
                User user = accounts.existing(holder.user());
                return accounts.with(user.with(changed(user.grants(), change)));
            }
            Role role = accounts.existingRole(holder.role(), "Can not grant/revoke to role");
            if (role.builtIn()) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_IMMUTABLE, role.name());
            }
            return accounts.with(role.with(changed(role.grants(), change)));
        }

        private Grants changed(Grants grants, ChangePrivileges change) {
            Grants after = grants;
            for (GrantTarget target : targets(change.objects())) {
                Set<Privilege> privileges = privileges(change.privileges(), target.kind());
                after = change.grant()
                        ? after.with(target, privileges, change.withGrantOption())
                        : after.without(target, privileges);
            }
            return after;
        }

        private static Set<Privilege> privileges(List<String> words, ObjectKind kind) {
            Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
            for (String word : words) {
                if (word.equalsIgnoreCase("ALL") || word.equalsIgnoreCase("ALL PRIVILEGES")) {
                    privileges.addAll(kind.privileges());
                } else {
                    privileges.add(privilege(word.toUpperCase(Locale.ROOT), kind));
                }
            }
            return privileges;
        }

        private static Privilege privilege(String words, ObjectKind kind) {
            Privilege privilege = Privilege.of(words)
                    .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.PRIVILEGE_NOT_FOUND, words));
            if (!kind.privileges().contains(privilege)) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.PRIVILEGE_OF_OTHER_OBJECT, words, kind.words());
            }
            return privilege;
        }

        private List<GrantTarget> targets(Objects objects) {
            ObjectKind kind = objects.kind();
            if (!objects.names().isEmpty()) {
                List<GrantTarget> targets = new ArrayList<>();
                objects.names().forEach(name -> targets.add(target(kind == null ? ObjectKind.TABLE : kind, name)));
                return targets;
            }
            ObjectKind all = kind == null ? ObjectKind.TABLE : kind;
            long database = objects.database() == null ? GrantTarget.ANY : databaseId(objects.database());
            return List.of(GrantTarget.of(all, database, GrantTarget.ANY));
        }

        private GrantTarget target(ObjectKind kind, List<String> parts) {
            if (kind == ObjectKind.CATALOG || kind == ObjectKind.SYSTEM) {
                return GrantTarget.of(kind, GrantTarget.ANY, GrantTarget.ANY);
            }
            String last = parts.get(parts.size() - 1);
            if (kind == ObjectKind.DATABASE) {
                return GrantTarget.database(last.equals("*") ? GrantTarget.ANY : databaseId(last));
            }
            String database = parts.size() > 1
                    ? parts.get(parts.size() - 2)
                    : names.defaultDatabase()
                            .orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.NO_DATABASE_CHOSEN));
            if (database.equals("*")) {
                return GrantTarget.of(kind, GrantTarget.ANY, GrantTarget.ANY);
            }
            long databaseId = databaseId(database);
            if (last.equals("*")) {
                return GrantTarget.of(kind, databaseId, GrantTarget.ANY);
            }
            return GrantTarget.of(kind, databaseId, objectId(kind, database, last));
        }

        private long databaseId(String name) {
            return names.databaseId(name)
                    .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.GRANTED_DATABASE_NOT_FOUND, name));
        }

        private long objectId(ObjectKind kind, String database, String name) {
            String words = kind.words().toLowerCase(Locale.ROOT);
            return names.objectId(kind, database, name)
                    .orElseThrow(() ->
                            Refusal.analysis(Span.NONE, EmbeddedRule.GRANTED_OBJECT_NOT_FOUND, words, name, database));
        }
    }
}
