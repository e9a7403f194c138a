package dev.cairn.plan.access;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.Tokens;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CREATE USER … DEFAULT ROLE grants the roles to the user, and makes them active at each login. */
public final class UserCreation {
    private static final Set<Keyword> AFTER_USER = EnumSet.of(Keyword.IDENTIFIED, Keyword.DEFAULT, Keyword.PROPERTIES);

    private UserCreation() {}

    /** Returns the GRANT of the roles; empty if the statement gives no role to a new user. */
    public static Optional<ChangeRoles> of(Statement.Opaque statement) {
        if (!statement.keywords().stream().limit(2).toList().equals(List.of("CREATE", "USER"))) {
            return Optional.empty();
        }
        String text = statement.text();
        Tokens tokens = Lexer.tokenize(text);
        int user = tokens.keyword(2) == Keyword.IF ? 5 : 2;
        int roles = findFirst(tokens, user, EnumSet.of(Keyword.DEFAULT));
        if (roles + 1 >= tokens.count() || tokens.keyword(roles + 1) != Keyword.ROLE) {
            return Optional.empty();
        }
        int end = findFirst(tokens, roles, EnumSet.of(Keyword.PROPERTIES));
        String grant = "GRANT " + text(tokens, roles + 2, end) + " TO USER "
                + text(tokens, user, findFirst(tokens, user, AFTER_USER));
        try {
            return Sql.parse(grant) instanceof ChangeRoles change ? Optional.of(change) : Optional.empty();
        } catch (SqlSyntaxException unknown) {
            return Optional.empty(); // of a newer server
        }
    }

    private static int findFirst(Tokens tokens, int from, Set<Keyword> keywords) {
        int token = from;
        while (token < tokens.count() - 1) {
            Keyword keyword = tokens.keyword(token);
            if (keyword != null && keywords.contains(keyword)) {
                return token;
            }
            token++;
        }
        return tokens.count() - 1;
    }

    private static String text(Tokens tokens, int from, int end) {
        StringBuilder text = new StringBuilder();
        for (int token = from; token < end; token++) {
            text.append(tokens.text(token));
            if (tokens.end(token) != tokens.start(token + 1)) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
