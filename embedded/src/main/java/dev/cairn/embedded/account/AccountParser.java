package dev.cairn.embedded.account;

import dev.cairn.embedded.account.AccountStatement.Holder;
import dev.cairn.embedded.account.AccountStatement.Proof;
import dev.cairn.embedded.words.WordReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the statements about users and roles. */
final class AccountParser {
    private final WordReader words;

    private AccountParser(WordReader words) {
        this.words = words;
    }

    /** Empty where the statement is about something else. */
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
            words.takeSymbol('=');
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
            return new AccountStatement.Ignored(); // limits and the like, of which the embedded server has none
        }
        return new AccountStatement.AlterUser(ifExists, user, proof());
    }

    /** Limits of a user: the embedded server has none. */
    private void properties() {
        if (words.take("PROPERTIES")) {
            words.untilComma();
        }
    }

    private AccountStatement setPassword() {
        UserName user = words.take("FOR") ? UserName.read(words) : null;
        if (!words.takeSymbol('=')) {
            throw words.unexpected();
        }
        if (!words.take("PASSWORD")) {
            return new AccountStatement.SetPassword(user, new Proof(words.text(), true));
        }
        words.takeSymbol('(');
        String password = words.text();
        words.takeSymbol(')');
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
}
