package dev.cairn.embedded.account;

import dev.cairn.embedded.account.AccountStatement.Holder;
import dev.cairn.embedded.account.AccountStatement.Objects;
import dev.cairn.embedded.words.WordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads GRANT and REVOKE, behind that word. */
final class GrantParser {
    private final WordReader words;
    private final boolean grant;

    GrantParser(WordReader words, boolean grant) {
        this.words = words;
        this.grant = grant;
    }

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

    /** Privileges have several words; roles may stand in quotes. */
    private String privilegeOrRole() {
        StringBuilder all = new StringBuilder(words.nameOrText());
        while (!words.atSymbol(',') && !words.at("ON") && !words.at("TO") && !words.at("FROM") && !words.atEnd()) {
            all.append(' ').append(words.keyword());
        }
        return all.toString();
    }

    /** Empty for kinds of objects that the embedded server does not have. */
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
            parts.add(words.takeSymbol('*') ? "*" : words.nameOrText());
        } while (words.takeSymbol('.'));
        return parts;
    }
}
