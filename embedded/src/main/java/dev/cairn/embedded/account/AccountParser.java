package dev.cairn.embedded.account;

import dev.cairn.embedded.account.AccountParser.AccountStatement.Holder;
import dev.cairn.embedded.account.AccountParser.AccountStatement.Objects;
import dev.cairn.embedded.account.AccountParser.AccountStatement.Proof;
import dev.cairn.embedded.words.WordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses statements about users, roles and privileges. */
final class AccountParser {
    private final WordReader words;

    private AccountParser(WordReader words) {
        this.words = words;
    }

    /** Parses a statement; empty if it is not about accounts. */
    static Optional<AccountStatement> read(String text) {
        WordReader words = new WordReader(text);
        AccountStatement statement = new AccountParser(words).statement();
        if (statement != null && !(statement instanceof AccountStatement.Ignored)) {
            words.expectEnd();
        }
        return Optional.ofNullable(statement);
    }

    private @Nullable AccountStatement statement() {
        if (words.take("CREATE", "USER")) {
            return createUser();
        }
        if (words.take("ALTER", "USER")) {
            return alterUser();
        }
        if (words.take("DROP", "USER")) {
            return new AccountStatement.DropUser(words.take("IF", "EXISTS"), UserName.read(words));
        }
        if (words.take("SET", "PASSWORD")) {
            return setPassword();
        }
        if (words.take("SET", "DEFAULT", "ROLE")) {
            List<String> roles = defaultRoles();
            words.expect("TO");
            return new AccountStatement.SetDefaultRoles(UserName.read(words), roles);
        }
        if (words.take("GRANT")) {
            return new GrantParser(words, true).statement();
        }
        return words.take("REVOKE") ? new GrantParser(words, false).statement() : role();
    }

    private @Nullable AccountStatement role() {
        if (words.take("CREATE", "ROLE")) {
            boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
            List<String> roles = roles();
            return new AccountStatement.CreateRole(ifNotExists, roles, words.take("COMMENT") ? words.text() : "");
        }
        if (words.take("ALTER", "ROLE")) {
            boolean ifExists = words.take("IF", "EXISTS");
            List<String> roles = roles();
            words.expect("SET", "COMMENT");
            words.take("=");
            return new AccountStatement.AlterRole(ifExists, roles, words.text());
        }
        if (words.take("DROP", "ROLE")) {
            return new AccountStatement.DropRole(words.take("IF", "EXISTS"), roles());
        }
        return null;
    }

    private AccountStatement createUser() {
        boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
        UserName user = UserName.read(words);
        Proof proof = proof();
        List<String> roles = words.take("DEFAULT", "ROLE") ? roles() : List.of();
        properties();
        return new AccountStatement.CreateUser(ifNotExists, user, proof, roles);
    }

    private AccountStatement alterUser() {
        boolean ifExists = words.take("IF", "EXISTS");
        UserName user = UserName.read(words);
        if (words.take("DEFAULT", "ROLE")) {
            return new AccountStatement.SetDefaultRoles(user, defaultRoles());
        }
        if (words.at("SET")) {
            return new AccountStatement.Ignored(); // limits and other properties, which the embedded server ignores
        }
        return new AccountStatement.AlterUser(ifExists, user, proof());
    }

    /** Skips the properties of a user, which the embedded server ignores. */
    private void properties() {
        if (words.take("PROPERTIES")) {
            words.untilComma();
        }
    }

    private AccountStatement setPassword() {
        UserName user = words.take("FOR") ? UserName.read(words) : null;
        words.expect("=");
        if (!words.take("PASSWORD")) {
            return new AccountStatement.SetPassword(user, new Proof(words.text(), true));
        }
        words.take("(");
        String password = words.text();
        words.take(")");
        return new AccountStatement.SetPassword(user, new Proof(password, false));
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

    static Holder holder(WordReader words) {
        if (words.take("ROLE")) {
            return new Holder(null, words.nameOrText());
        }
        words.take("USER");
        return new Holder(UserName.read(words), "");
    }

    /** Parses GRANT and REVOKE after the first word. */
    private record GrantParser(WordReader words, boolean grant) {
        AccountStatement statement() {
            List<String> first = words.separated(this::privilegeOrRole);
            if (!words.take("ON")) {
                words.expect(grant ? "TO" : "FROM");
                return new AccountStatement.ChangeRoles(grant, first, AccountParser.holder(words));
            }
            Optional<Objects> objects = objects();
            if (objects.isEmpty()) {
                return new AccountStatement.Ignored();
            }
            words.expect(grant ? "TO" : "FROM");
            Holder holder = AccountParser.holder(words);
            boolean option = grant && words.take("WITH", "GRANT", "OPTION");
            return new AccountStatement.ChangePrivileges(grant, first, objects.get(), holder, option);
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

    /** A parsed statement about users, roles or privileges. */
    sealed interface AccountStatement {
        /** The authentication of a user; the password is null if the user has no password. */
        record Proof(@Nullable String password, boolean hashed) {}

        record CreateUser(boolean ifNotExists, UserName user, Proof proof, List<String> defaultRoles)
                implements AccountStatement {}

        record AlterUser(boolean ifExists, UserName user, Proof proof) implements AccountStatement {}

        record DropUser(boolean ifExists, UserName user) implements AccountStatement {}

        /** SET PASSWORD; a null user stands for the current user. */
        record SetPassword(@Nullable UserName user, Proof proof) implements AccountStatement {}

        record CreateRole(boolean ifNotExists, List<String> roles, String comment) implements AccountStatement {}

        record AlterRole(boolean ifExists, List<String> roles, String comment) implements AccountStatement {}

        record DropRole(boolean ifExists, List<String> roles) implements AccountStatement {}

        /** The recipient of a grant: a user, or a role if the user is null. */
        record Holder(@Nullable UserName user, String role) {}

        record ChangeRoles(boolean grant, List<String> roles, Holder holder) implements AccountStatement {}

        record ChangePrivileges(
                boolean grant, List<String> privileges, Objects objects, Holder holder, boolean withGrantOption)
                implements AccountStatement {}

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

        /** SET DEFAULT ROLE and ALTER USER … DEFAULT ROLE; null stands for all roles. */
        record SetDefaultRoles(UserName user, @Nullable List<String> roles) implements AccountStatement {}

        /** A statement without effect, because the embedded server lacks the feature. */
        record Ignored() implements AccountStatement {}
    }
}
