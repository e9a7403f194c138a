package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        WordReader words = new WordReader(text);
        Change change = new AccountParser(words).statement();
        if (change == null) {
            return Optional.empty();
        }
        if (!change.ignored()) {
            words.expectEnd();
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
    private record Change(Supplier<Accounts> after, boolean own, boolean ignored) {
        static Change to(Supplier<Accounts> after) {
            return new Change(after, false, false);
        }

        static Change nothing(Accounts accounts) {
            return new Change(() -> accounts, false, true);
        }
    }

    /** The authentication of a user; the password is null if the user has no password. */
    private record Proof(@Nullable String password, boolean hashed) {}

    /** The recipient of a grant: a user, or a role if the user is null. */
    private record Holder(@Nullable UserName user, String role) {}

    /**
     * The objects of a grant.
     *
     * @param kind the kind; null if it is not specified and follows from the names
     * @param names the names, each split into its parts; empty for all objects, or if the kind has no names
     * @param database the database of all objects; null for all databases
     */
    private record Objects(
            @Nullable ObjectKind kind,
            List<List<String>> names,
            @Nullable String database) {}

    private Accounts createUser(boolean ifNotExists, UserName user, Proof proof, List<String> defaultRoles) {
        if (accounts.user(user).isPresent()) {
            if (ifNotExists) {
                return accounts;
            }
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_EXISTS, user);
        }
        defaultRoles.forEach(role -> accounts.existingRole(role, "Valid role name fail"));
        return accounts.with(User.of(user, password(proof)).with(defaultRoles, defaultRoles));
    }

    private Accounts dropUser(boolean ifExists, UserName user) {
        if (user.equals(UserName.ROOT)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.USER_NOT_DROPPABLE, UserName.ROOT, UserName.ROOT);
        }
        if (!ifExists) {
            accounts.existing(user);
        }
        return accounts.without(user);
    }

    private Accounts setPassword(UserName user, Proof proof) {
        return accounts.with(accounts.existing(user).with(password(proof)));
    }

    /** @param roles null stands for all roles */
    private Accounts setDefaultRoles(UserName name, @Nullable List<String> roles) {
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

    private Accounts createRoles(boolean ifNotExists, List<String> roles, String comment) {
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

    private Accounts alterRoles(boolean ifExists, List<String> roles, String comment) {
        Accounts after = accounts;
        for (String name : roles) {
            if (!ifExists || accounts.roles().contains(name)) {
                after = after.with(
                        accounts.existingRole(name, "Can not alter role").commented(comment));
            }
        }
        return after;
    }

    private Accounts dropRoles(boolean ifExists, List<String> roles) {
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

    private Accounts changeRoles(boolean grant, List<String> roles, Holder holder) {
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

    /** Applies GRANT and REVOKE of privileges, which refer to objects by identity. */
    private record PrivilegeChange(
            Accounts accounts,
            ObjectNames names,
            boolean grant,
            List<String> words,
            Objects objects,
            boolean withGrantOption) {
        Accounts to(Holder holder) {
            if (holder.user() != null) {
                User user = accounts.existing(holder.user());
                return accounts.with(user.with(changed(user.grants())));
            }
            Role role = accounts.existingRole(holder.role(), "Can not grant/revoke to role");
            if (role.builtIn()) {
                throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_IMMUTABLE, role.name());
            }
            return accounts.with(role.with(changed(role.grants())));
        }

        private Grants changed(Grants grants) {
            Grants after = grants;
            for (GrantTarget target : targets()) {
                Set<Privilege> privileges = privileges(words, target.kind());
                after = grant ? after.with(target, privileges, withGrantOption) : after.without(target, privileges);
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

        private List<GrantTarget> targets() {
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

    /** Parses statements about users, roles and privileges into the changes that they make. */
    private final class AccountParser {
        private final WordReader words;

        AccountParser(WordReader words) {
            this.words = words;
        }

        /** Returns the change of the statement; null if it is not about accounts. */
        @Nullable
        Change statement() {
            if (words.take("CREATE", "USER")) {
                boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
                UserName user = UserName.read(words);
                Proof proof = proof();
                List<String> roles = words.take("DEFAULT", "ROLE") ? roles() : List.of();
                if (words.take("PROPERTIES")) {
                    words.untilComma(); // the embedded server ignores them
                }
                return Change.to(() -> createUser(ifNotExists, user, proof, roles));
            }
            if (words.take("ALTER", "USER")) {
                return alterUser();
            }
            if (words.take("DROP", "USER")) {
                boolean ifExists = words.take("IF", "EXISTS");
                UserName user = UserName.read(words);
                return Change.to(() -> dropUser(ifExists, user));
            }
            if (words.take("SET", "PASSWORD")) {
                UserName user = words.take("FOR") ? UserName.read(words) : self;
                words.expect("=");
                Proof proof = newPassword();
                return new Change(() -> setPassword(user, proof), user.equals(self), false);
            }
            if (words.take("SET", "DEFAULT", "ROLE")) {
                List<String> roles = defaultRoles();
                words.expect("TO");
                UserName user = UserName.read(words);
                return Change.to(() -> setDefaultRoles(user, roles));
            }
            if (words.take("GRANT")) {
                return grant(true);
            }
            return words.take("REVOKE") ? grant(false) : role();
        }

        private @Nullable Change role() {
            if (words.take("CREATE", "ROLE")) {
                boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
                List<String> roles = roles();
                String comment = words.take("COMMENT") ? words.text() : "";
                return Change.to(() -> createRoles(ifNotExists, roles, comment));
            }
            if (words.take("ALTER", "ROLE")) {
                boolean ifExists = words.take("IF", "EXISTS");
                List<String> roles = roles();
                words.expect("SET", "COMMENT");
                words.take("=");
                String comment = words.text();
                return Change.to(() -> alterRoles(ifExists, roles, comment));
            }
            if (words.take("DROP", "ROLE")) {
                boolean ifExists = words.take("IF", "EXISTS");
                List<String> roles = roles();
                return Change.to(() -> dropRoles(ifExists, roles));
            }
            return null;
        }

        private Change alterUser() {
            boolean ifExists = words.take("IF", "EXISTS");
            UserName user = UserName.read(words);
            if (words.take("DEFAULT", "ROLE")) {
                List<String> roles = defaultRoles();
                return Change.to(() -> setDefaultRoles(user, roles));
            }
            if (words.at("SET")) {
                return Change.nothing(accounts); // limits and other properties, which the embedded server ignores
            }
            Proof proof = proof();
            return Change.to(() -> ifExists && accounts.user(user).isEmpty() ? accounts : setPassword(user, proof));
        }

        private Proof newPassword() {
            if (!words.take("PASSWORD")) {
                return new Proof(words.text(), true);
            }
            words.take("(");
            String password = words.text();
            words.take(")");
            return new Proof(password, false);
        }

        private Proof proof() {
            if (!words.take("IDENTIFIED")) {
                return new Proof(null, false);
            }
            if (words.take("BY")) {
                boolean hashed = words.take("PASSWORD");
                return new Proof(words.text(), hashed);
            }
            words.expect("WITH");
            words.nameOrText();
            if (words.take("BY")) {
                return new Proof(words.text(), false);
            }
            return words.take("AS") ? new Proof(words.text(), true) : new Proof(null, false);
        }

        private List<String> roles() {
            return words.separated(words::nameOrText);
        }

        private @Nullable List<String> defaultRoles() {
            if (words.take("ALL")) {
                return null;
            }
            return words.take("NONE") ? List.of() : roles();
        }

        private Holder holder(boolean grant) {
            words.expect(grant ? "TO" : "FROM");
            if (words.take("ROLE")) {
                return new Holder(null, words.nameOrText());
            }
            words.take("USER");
            return new Holder(UserName.read(words), "");
        }

        /** Parses GRANT and REVOKE after the first word. */
        private Change grant(boolean grant) {
            List<String> first = words.separated(this::privilegeOrRole);
            if (!words.take("ON")) {
                Holder holder = holder(grant);
                return Change.to(() -> changeRoles(grant, first, holder));
            }
            Optional<Objects> objects = objects();
            if (objects.isEmpty()) {
                return Change.nothing(accounts);
            }
            Holder holder = holder(grant);
            boolean option = grant && words.take("WITH", "GRANT", "OPTION");
            return Change.to(
                    () -> new PrivilegeChange(accounts, names, grant, first, objects.get(), option).to(holder));
        }

        /** Parses a privilege, which may have several words, or a role, which may be quoted. */
        private String privilegeOrRole() {
            StringBuilder all = new StringBuilder(words.nameOrText());
            while (!words.at(",") && !words.at("ON") && !words.at("TO") && !words.at("FROM") && !words.atEnd()) {
                all.append(' ').append(words.keyword());
            }
            return all.toString();
        }

        /** Parses the objects; empty if they are of a kind that the embedded server lacks. */
        private Optional<Objects> objects() {
            if (words.take("SYSTEM")) {
                return Optional.of(new Objects(ObjectKind.SYSTEM, List.of(), null));
            }
            if (words.take("ALL")) {
                return all();
            }
            for (ObjectKind kind : ObjectKind.values()) {
                if (words.take(kind.words().split(" "))) {
                    return Optional.of(new Objects(kind, words.separated(this::name), null));
                }
            }
            if (foreign()) {
                return Optional.empty();
            }
            return Optional.of(new Objects(null, words.separated(this::name), null));
        }

        private boolean foreign() {
            return words.at("USER")
                    || words.at("FUNCTION")
                    || words.at("GLOBAL", "FUNCTION")
                    || words.at("RESOURCE")
                    || words.at("STORAGE", "VOLUME")
                    || words.at("WAREHOUSE")
                    || words.at("PIPE");
        }

        private Optional<Objects> all() {
            for (ObjectKind kind : ObjectKind.values()) {
                if (words.take(kind.plural().split(" "))) {
                    return Optional.of(new Objects(kind, List.of(), database()));
                }
            }
            return Optional.empty();
        }

        private @Nullable String database() {
            if (words.take("IN", "ALL", "DATABASES") || !words.take("IN", "DATABASE")) {
                return null;
            }
            return words.nameOrText();
        }

        private List<String> name() {
            List<String> parts = new ArrayList<>();
            do {
                parts.add(words.take("*") ? "*" : words.nameOrText());
            } while (words.take("."));
            return parts;
        }
    }
}
