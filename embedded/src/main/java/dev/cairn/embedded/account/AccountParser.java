package dev.cairn.embedded.account;

import dev.cairn.embedded.account.AccountChanges.Change;
import dev.cairn.embedded.account.AccountChanges.Holder;
import dev.cairn.embedded.account.AccountChanges.Objects;
import dev.cairn.embedded.account.AccountChanges.Proof;
import dev.cairn.embedded.words.WordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses statements about users, roles and privileges into the changes that they make. */
final class AccountParser {
    private final AccountChanges changes;
    private final WordReader words;

    AccountParser(AccountChanges changes, WordReader words) {
        this.changes = changes;
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
            return Change.to(() -> changes.createUser(ifNotExists, user, proof, roles));
        }
        if (words.take("ALTER", "USER")) {
            return alterUser();
        }
        if (words.take("DROP", "USER")) {
            boolean ifExists = words.take("IF", "EXISTS");
            UserName user = UserName.read(words);
            return Change.to(() -> changes.dropUser(ifExists, user));
        }
        if (words.take("SET", "PASSWORD")) {
            UserName user = words.take("FOR") ? UserName.read(words) : changes.self;
            words.expect("=");
            Proof proof = newPassword();
            return new Change(() -> changes.setPassword(user, proof), user.equals(changes.self), false);
        }
        if (words.take("SET", "DEFAULT", "ROLE")) {
            List<String> roles = defaultRoles();
            words.expect("TO");
            UserName user = UserName.read(words);
            return Change.to(() -> changes.setDefaultRoles(user, roles));
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
            return Change.to(() -> changes.createRoles(ifNotExists, roles, comment));
        }
        if (words.take("ALTER", "ROLE")) {
            boolean ifExists = words.take("IF", "EXISTS");
            List<String> roles = roles();
            words.expect("SET", "COMMENT");
            words.take("=");
            String comment = words.text();
            return Change.to(() -> changes.alterRoles(ifExists, roles, comment));
        }
        if (words.take("DROP", "ROLE")) {
            boolean ifExists = words.take("IF", "EXISTS");
            List<String> roles = roles();
            return Change.to(() -> changes.dropRoles(ifExists, roles));
        }
        return null;
    }

    private Change alterUser() {
        boolean ifExists = words.take("IF", "EXISTS");
        UserName user = UserName.read(words);
        if (words.take("DEFAULT", "ROLE")) {
            List<String> roles = defaultRoles();
            return Change.to(() -> changes.setDefaultRoles(user, roles));
        }
        if (words.at("SET")) {
            return Change.nothing(changes.accounts); // limits and other properties, which the embedded server ignores
        }
        Proof proof = proof();
        return Change.to(() -> ifExists && changes.accounts.user(user).isEmpty()
                ? changes.accounts
                : changes.setPassword(user, proof));
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
            return Change.to(() -> changes.changeRoles(grant, first, holder));
        }
        Optional<Objects> objects = objects();
        if (objects.isEmpty()) {
            return Change.nothing(changes.accounts);
        }
        Holder holder = holder(grant);
        boolean option = grant && words.take("WITH", "GRANT", "OPTION");
        return Change.to(() ->
                new PrivilegeChange(changes.accounts, changes.names, grant, first, objects.get(), option).to(holder));
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
