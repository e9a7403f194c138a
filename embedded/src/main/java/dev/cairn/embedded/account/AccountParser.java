package dev.cairn.embedded.account;

import dev.cairn.embedded.account.AccountChanges.Change;
import dev.cairn.embedded.account.AccountChanges.Holder;
import dev.cairn.embedded.account.AccountChanges.Objects;
import dev.cairn.embedded.account.AccountChanges.Proof;
import dev.cairn.embedded.token.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses statements about users, roles and privileges into the changes that they make. */
final class AccountParser {
    private final AccountChanges changes;
    private final TokenReader tokens;

    AccountParser(AccountChanges changes, TokenReader tokens) {
        this.changes = changes;
        this.tokens = tokens;
    }

    /** Returns the change of the statement; null if it is not about accounts. */
    @Nullable
    Change statement() {
        if (tokens.take("CREATE", "USER")) {
            boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
            UserName user = UserName.read(tokens);
            Proof proof = proof();
            List<String> roles = tokens.take("DEFAULT", "ROLE") ? roles() : List.of();
            if (tokens.take("PROPERTIES")) {
                tokens.untilComma(); // the embedded server ignores them
            }
            return Change.to(() -> changes.createUser(ifNotExists, user, proof, roles));
        }
        if (tokens.take("ALTER", "USER")) {
            return alterUser();
        }
        if (tokens.take("DROP", "USER")) {
            boolean ifExists = tokens.take("IF", "EXISTS");
            UserName user = UserName.read(tokens);
            return Change.to(() -> changes.dropUser(ifExists, user));
        }
        if (tokens.take("SET", "PASSWORD")) {
            UserName user = tokens.take("FOR") ? UserName.read(tokens) : changes.self;
            tokens.expect("=");
            Proof proof = newPassword();
            return new Change(() -> changes.setPassword(user, proof), user.equals(changes.self), false);
        }
        if (tokens.take("SET", "DEFAULT", "ROLE")) {
            List<String> roles = defaultRoles();
            tokens.expect("TO");
            UserName user = UserName.read(tokens);
            return Change.to(() -> changes.setDefaultRoles(user, roles));
        }
        if (tokens.take("GRANT")) {
            return grant(true);
        }
        return tokens.take("REVOKE") ? grant(false) : role();
    }

    private @Nullable Change role() {
        if (tokens.take("CREATE", "ROLE")) {
            boolean ifNotExists = tokens.take("IF", "NOT", "EXISTS");
            List<String> roles = roles();
            String comment = tokens.take("COMMENT") ? tokens.text() : "";
            return Change.to(() -> changes.createRoles(ifNotExists, roles, comment));
        }
        if (tokens.take("ALTER", "ROLE")) {
            boolean ifExists = tokens.take("IF", "EXISTS");
            List<String> roles = roles();
            tokens.expect("SET", "COMMENT");
            tokens.take("=");
            String comment = tokens.text();
            return Change.to(() -> changes.alterRoles(ifExists, roles, comment));
        }
        if (tokens.take("DROP", "ROLE")) {
            boolean ifExists = tokens.take("IF", "EXISTS");
            List<String> roles = roles();
            return Change.to(() -> changes.dropRoles(ifExists, roles));
        }
        return null;
    }

    private Change alterUser() {
        boolean ifExists = tokens.take("IF", "EXISTS");
        UserName user = UserName.read(tokens);
        if (tokens.take("DEFAULT", "ROLE")) {
            List<String> roles = defaultRoles();
            return Change.to(() -> changes.setDefaultRoles(user, roles));
        }
        if (tokens.at("SET")) {
            return Change.nothing(changes.accounts); // limits and other properties, which the embedded server ignores
        }
        Proof proof = proof();
        return Change.to(() -> ifExists && changes.accounts.user(user).isEmpty()
                ? changes.accounts
                : changes.setPassword(user, proof));
    }

    private Proof newPassword() {
        if (!tokens.take("PASSWORD")) {
            return new Proof(tokens.text(), true);
        }
        tokens.take("(");
        String password = tokens.text();
        tokens.take(")");
        return new Proof(password, false);
    }

    private Proof proof() {
        if (!tokens.take("IDENTIFIED")) {
            return new Proof(null, false);
        }
        if (tokens.take("BY")) {
            boolean hashed = tokens.take("PASSWORD");
            return new Proof(tokens.text(), hashed);
        }
        tokens.expect("WITH");
        tokens.nameOrText();
        if (tokens.take("BY")) {
            return new Proof(tokens.text(), false);
        }
        return tokens.take("AS") ? new Proof(tokens.text(), true) : new Proof(null, false);
    }

    private List<String> roles() {
        return tokens.separated(tokens::nameOrText);
    }

    private @Nullable List<String> defaultRoles() {
        if (tokens.take("ALL")) {
            return null;
        }
        return tokens.take("NONE") ? List.of() : roles();
    }

    private Holder holder(boolean grant) {
        tokens.expect(grant ? "TO" : "FROM");
        if (tokens.take("ROLE")) {
            return new Holder(null, tokens.nameOrText());
        }
        tokens.take("USER");
        return new Holder(UserName.read(tokens), "");
    }

    /** Parses GRANT and REVOKE after the first word. */
    private Change grant(boolean grant) {
        List<String> first = tokens.separated(this::privilegeOrRole);
        if (!tokens.take("ON")) {
            Holder holder = holder(grant);
            return Change.to(() -> changes.changeRoles(grant, first, holder));
        }
        Optional<Objects> objects = objects();
        if (objects.isEmpty()) {
            return Change.nothing(changes.accounts);
        }
        Holder holder = holder(grant);
        boolean option = grant && tokens.take("WITH", "GRANT", "OPTION");
        return Change.to(() ->
                new PrivilegeChange(changes.accounts, changes.names, grant, first, objects.get(), option).to(holder));
    }

    /** Parses a privilege, which may have several words, or a role, which may be quoted. */
    private String privilegeOrRole() {
        StringBuilder all = new StringBuilder(tokens.nameOrText());
        while (!tokens.at(",") && !tokens.at("ON") && !tokens.at("TO") && !tokens.at("FROM") && !tokens.atEnd()) {
            all.append(' ').append(tokens.keyword());
        }
        return all.toString();
    }

    /** Parses the objects; empty if they are of a kind that the embedded server lacks. */
    private Optional<Objects> objects() {
        if (tokens.take("SYSTEM")) {
            return Optional.of(new Objects(ObjectKind.SYSTEM, List.of(), null));
        }
        if (tokens.take("ALL")) {
            return all();
        }
        for (ObjectKind kind : ObjectKind.values()) {
            if (tokens.take(kind.sql().split(" "))) {
                return Optional.of(new Objects(kind, tokens.separated(this::name), null));
            }
        }
        if (foreign()) {
            return Optional.empty();
        }
        return Optional.of(new Objects(null, tokens.separated(this::name), null));
    }

    private boolean foreign() {
        return tokens.at("USER")
                || tokens.at("FUNCTION")
                || tokens.at("GLOBAL", "FUNCTION")
                || tokens.at("RESOURCE")
                || tokens.at("STORAGE", "VOLUME")
                || tokens.at("WAREHOUSE")
                || tokens.at("PIPE");
    }

    private Optional<Objects> all() {
        for (ObjectKind kind : ObjectKind.values()) {
            if (tokens.take(kind.plural().split(" "))) {
                return Optional.of(new Objects(kind, List.of(), database()));
            }
        }
        return Optional.empty();
    }

    private @Nullable String database() {
        if (tokens.take("IN", "ALL", "DATABASES") || !tokens.take("IN", "DATABASE")) {
            return null;
        }
        return tokens.nameOrText();
    }

    private List<String> name() {
        List<String> parts = new ArrayList<>();
        do {
            parts.add(tokens.take("*") ? "*" : tokens.nameOrText());
        } while (tokens.take("."));
        return parts;
    }
}
