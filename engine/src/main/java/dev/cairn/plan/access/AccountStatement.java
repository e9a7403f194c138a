package dev.cairn.plan.access;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.Tokens;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement about a user, which is kept as text.
 *
 * @param hasOpenLogin whether the user can log in without a password from now on
 * @param grantedRoles those that CREATE USER … DEFAULT ROLE grants to the user and makes active at each login
 */
record AccountStatement(Kind kind, boolean hasOpenLogin, Grantee user, Optional<ChangeRoles> grantedRoles) {
    enum Kind {
        CREATE,
        /** The user has another password, or another way to log in. */
        CHANGE_LOGIN,
        /** The following statements run with the rights of the user. */
        EXECUTE_AS,
        DROP
    }

    private static final Set<Keyword> AFTER_USER =
            EnumSet.of(Keyword.IDENTIFIED, Keyword.DEFAULT, Keyword.PROPERTIES, Keyword.SET, Keyword.WITH);

    /** Describes the access that the statement gives, apart from roles. */
    Optional<String> describeGain() {
        if (hasOpenLogin) {
            return Optional.of(user + " gains a login without a password");
        }
        return switch (kind) {
            case CHANGE_LOGIN -> Optional.of(user + " gains a new login");
            case EXECUTE_AS -> Optional.of("the migrator gains what " + user + " may do, until the session ends");
            case CREATE, DROP -> Optional.empty();
        };
    }

    /**
     * Parses a statement; empty if it is not about a user, or changes neither the roles nor the login of the user.
     */
    static Optional<AccountStatement> parse(Statement.OpaqueStatement statement) {
        List<String> words = statement.keywords().stream().limit(2).toList();
        if (words.equals(List.of("CREATE", "USER"))) {
            return new AccountStatementParser(statement.text()).parseCreation();
        }
        if (words.equals(List.of("ALTER", "USER"))) {
            return new AccountStatementParser(statement.text()).parseAlteration();
        }
        if (words.equals(List.of("DROP", "USER"))) {
            return new AccountStatementParser(statement.text()).createStatement(Kind.DROP, false, 2);
        }
        if (words.equals(List.of("SET", "PASSWORD"))) {
            return new AccountStatementParser(statement.text()).parsePasswordChange();
        }
        return words.equals(List.of("EXECUTE", "AS"))
                ? new AccountStatementParser(statement.text()).createStatement(Kind.EXECUTE_AS, false, 2)
                : Optional.empty();
    }

    private record AccountStatementParser(Tokens tokens) {
        AccountStatementParser(String text) {
            this(Lexer.tokenize(text));
        }

        Optional<AccountStatement> parseCreation() {
            int defaultIndex = findFirst(2, EnumSet.of(Keyword.DEFAULT));
            Optional<AccountStatement> creation = createStatement(Kind.CREATE, isPasswordMissing(), 2);
            if (defaultIndex + 1 >= tokens.count() || tokens.keyword(defaultIndex + 1) != Keyword.ROLE) {
                return creation;
            }
            String names = joinTokens(defaultIndex + 2, findFirst(defaultIndex, EnumSet.of(Keyword.PROPERTIES)));
            return creation.map(account -> new AccountStatement(
                    account.kind, account.hasOpenLogin, account.user, parseGrant(names + " TO " + account.user)));
        }

        Optional<AccountStatement> parseAlteration() {
            return hasLogin() ? createStatement(Kind.CHANGE_LOGIN, isPasswordMissing(), 2) : Optional.empty();
        }

        /** {@code SET PASSWORD FOR user = PASSWORD('…')}; without a user, it changes that of the migrator. */
        Optional<AccountStatement> parsePasswordChange() {
            boolean isPasswordEmpty = isEmptyText(tokens.count() - 2) || isEmptyText(tokens.count() - 3);
            return tokens.keyword(2) == Keyword.FOR
                    ? createStatement(Kind.CHANGE_LOGIN, isPasswordEmpty, 3)
                    : Optional.empty();
        }

        /** @param userIndex the index of the first token of the user, or of IF [NOT] EXISTS before it */
        Optional<AccountStatement> createStatement(Kind kind, boolean hasOpenLogin, int userIndex) {
            int startIndex = userIndex;
            if (tokens.keyword(startIndex) == Keyword.IF) {
                startIndex += tokens.keyword(startIndex + 1) == Keyword.NOT ? 3 : 2;
            }
            int end = findFirst(startIndex, AFTER_USER);
            for (int token = startIndex; token < end; token++) {
                if (tokens.text(token).equals("=")) {
                    end = token;
                }
            }
            return parseGrant("any TO USER " + joinTokens(startIndex, end))
                    .map(change -> new AccountStatement(kind, hasOpenLogin, change.grantee(), Optional.empty()));
        }

        private boolean hasLogin() {
            return findFirst(2, EnumSet.of(Keyword.IDENTIFIED)) < tokens.count() - 1;
        }

        /** Returns whether there is no IDENTIFIED, or one with an empty password; a plugin may need none. */
        private boolean isPasswordMissing() {
            int identifiedIndex = findFirst(2, EnumSet.of(Keyword.IDENTIFIED));
            return identifiedIndex == tokens.count() - 1
                    || (tokens.keyword(identifiedIndex + 1) == Keyword.BY
                            && isEmptyText(identifiedIndex
                                    + (tokens.keyword(identifiedIndex + 2) == Keyword.PASSWORD ? 3 : 2)));
        }

        private boolean isEmptyText(int token) {
            return token > 0
                    && tokens.kind(token) == TokenKind.TEXT
                    && tokens.text(token).length() == 2;
        }

        private int findFirst(int startIndex, Set<Keyword> keywords) {
            int token = startIndex;
            while (token < tokens.count() - 1) {
                Keyword keyword = tokens.keyword(token);
                if (keyword != null && keywords.contains(keyword)) {
                    return token;
                }
                token++;
            }
            return tokens.count() - 1;
        }

        private String joinTokens(int startIndex, int end) {
            StringBuilder text = new StringBuilder();
            for (int token = startIndex; token < end; token++) {
                text.append(tokens.text(token));
                if (tokens.end(token) != tokens.start(token + 1)) {
                    text.append(' ');
                }
            }
            return text.toString();
        }
    }

    private static Optional<ChangeRoles> parseGrant(String grantText) {
        try {
            return Sql.parse("GRANT " + grantText) instanceof ChangeRoles change
                    ? Optional.of(change)
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty(); // of a newer server
        }
    }
}
