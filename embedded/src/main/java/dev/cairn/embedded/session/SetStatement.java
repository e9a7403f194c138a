package dev.cairn.embedded.session;

import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs SET for variables, the character set, transaction properties and active roles. */
public final class SetStatement {
    private final ServerSession session;
    private final List<String> rolesHeld;
    private final Function<Expression, Constant> value;

    /**
     * Creates a SET for a session.
     *
     * @param rolesHeld the roles that SET ROLE ALL and DEFAULT activate
     * @param value evaluates expressions
     */
    public SetStatement(ServerSession session, List<String> rolesHeld, Function<Expression, Constant> value) {
        this.session = session;
        this.rolesHeld = rolesHeld;
        this.value = value;
    }

    public void run(String text) {
        WordReader words = new WordReader(text);
        words.expect("SET");
        if (words.take("ROLE")) {
            roles(words);
        } else {
            words.separated(() -> {
                item(words);
                return words;
            });
        }
        words.expectEnd();
    }

    private void roles(WordReader words) {
        if (words.take("NONE")) {
            session.activate(List.of());
        } else if (words.take("ALL") || words.take("DEFAULT")) {
            session.activate(rolesHeld);
        } else {
            session.activate(words.separated(words::nameOrText));
        }
    }

    private void item(WordReader words) {
        if (words.take("NAMES")
                || words.take("CHARSET")
                || words.take("CHAR", "SET")
                || words.take("CHARACTER", "SET")) {
            words.untilComma(); // the server uses UTF-8 for every client
            return;
        }
        if (isTransaction(words)) {
            words.untilComma(); // a frontend ignores isolation levels
            while (words.take(",")) {
                words.untilComma();
            }
            return;
        }
        if (words.take("@") && !words.take("@")) {
            String name = words.nameOrText();
            words.take(":");
            words.expect("=");
            session.variables().setUserValue(name, value.apply(Sql.parseExpression(words.untilComma())));
            return;
        }
        systemVariable(words);
    }

    private static boolean isTransaction(WordReader words) {
        return words.take("TRANSACTION")
                || words.take("SESSION", "TRANSACTION")
                || words.take("LOCAL", "TRANSACTION")
                || words.take("GLOBAL", "TRANSACTION");
    }

    private void systemVariable(WordReader words) {
        boolean globally = words.at("GLOBAL");
        if (globally || words.at("SESSION") || words.at("LOCAL") || words.at("VERBOSE")) {
            words.keyword();
            words.take(".");
        }
        String name = words.nameOrText();
        words.take(":");
        words.expect("=");
        session.variables().set(name, globally, text(words.untilComma()));
    }

    /** Returns the value; null stands for DEFAULT. Bare words such as ON are texts. */
    private @Nullable String text(String source) {
        String word = source.strip();
        if (word.equalsIgnoreCase("DEFAULT")) {
            return null;
        }
        if (word.matches("[A-Za-z_]\\w*") && !word.equalsIgnoreCase("NULL")) {
            return word;
        }
        try {
            return Objects.requireNonNullElse(
                    value.apply(Sql.parseExpression(word)).text(), "");
        } catch (SqlSyntaxException notAnExpression) {
            return word.toLowerCase(Locale.ROOT);
        }
    }
}
