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
 * @param open whether the user can log in without a password from now on
 * @param roles those that CREATE USER … DEFAULT ROLE grants to the user and makes active at each login
 */
record AccountStatement(Kind kind, boolean open, Grantee user, Optional<ChangeRoles> roles) {
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

    /** Returns who gains what by the statement, apart from roles. */
    Optional<String> describeGain() {
        if (open) {
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
    static Optional<AccountStatement> of(Statement.OpaqueStatement statement) {
        List<String> words = statement.keywords().stream().limit(2).toList();
        if (words.equals(List.of("CREATE", "USER"))) {
            return new AccountStatementParser(statement.text()).parseCreation();
        }
        if (words.equals(List.of("ALTER", "USER"))) {
            return new AccountStatementParser(statement.text()).parseAlteration();
        }
        if (words.equals(List.of("DROP", "USER"))) {
            return new AccountStatementParser(statement.text()).create(Kind.DROP, false, 2);
        }
        if (words.equals(List.of("SET", "PASSWORD"))) {
            return new AccountStatementParser(statement.text()).parsePasswordChange();
        }
        return words.equals(List.of("EXECUTE", "AS"))
                ? new AccountStatementParser(statement.text()).create(Kind.EXECUTE_AS, false, 2)
                : Optional.empty();
    }

    private record AccountStatementParser(Tokens tokens) {
        AccountStatementParser(String text) {
            this(Lexer.tokenize(text));
        }

        Optional<AccountStatement> parseCreation() {
            int roles = findFirst(2, EnumSet.of(Keyword.DEFAULT));
            Optional<AccountStatement> created = create(Kind.CREATE, isPasswordMissing(), 2);
            if (roles + 1 >= tokens.count() || tokens.keyword(roles + 1) != Keyword.ROLE) {
                return created;
            }
            String names = text(roles + 2, findFirst(roles, EnumSet.of(Keyword.PROPERTIES)));
            return created.map(account -> new AccountStatement(
                    account.kind, account.open, account.user, parseGrant(names + " TO " + account.user)));
        }

        Optional<AccountStatement> parseAlteration() {
            return hasLogin() ? create(Kind.CHANGE_LOGIN, isPasswordMissing(), 2) : Optional.empty();
        }

        /** {@code SET PASSWORD FOR user = PASSWORD('…')}; without a user, it changes that of the migrator. */
        Optional<AccountStatement> parsePasswordChange() {
            boolean empty = isEmptyText(tokens.count() - 2) || isEmptyText(tokens.count() - 3);
            return tokens.keyword(2) == Keyword.FOR ? create(Kind.CHANGE_LOGIN, empty, 3) : Optional.empty();
        }

        /** @param user the index of the first token of the user, or of IF [NOT] EXISTS before it */
        Optional<AccountStatement> create(Kind kind, boolean open, int user) {
            int first = user;
            if (tokens.keyword(first) == Keyword.IF) {
                first += tokens.keyword(first + 1) == Keyword.NOT ? 3 : 2;
            }
            int end = findFirst(first, AFTER_USER);
            for (int token = first; token < end; token++) {
                if (tokens.text(token).equals("=")) {
                    end = token;
                }
            }
            return parseGrant("any TO USER " + text(first, end))
                    .map(change -> new AccountStatement(kind, open, change.grantee(), Optional.empty()));
        }

        private boolean hasLogin() {
            return findFirst(2, EnumSet.of(Keyword.IDENTIFIED)) < tokens.count() - 1;
        }

        /** Whether there is no IDENTIFIED, or one with an empty password; a plugin may need none. */
        private boolean isPasswordMissing() {
            int identified = findFirst(2, EnumSet.of(Keyword.IDENTIFIED));
            return identified == tokens.count() - 1
                    || (tokens.keyword(identified + 1) == Keyword.BY
                            && isEmptyText(identified + (tokens.keyword(identified + 2) == Keyword.PASSWORD ? 3 : 2)));
        }

        private boolean isEmptyText(int token) {
            return token > 0
                    && tokens.kind(token) == TokenKind.TEXT
                    && tokens.text(token).length() == 2;
        }

        private int findFirst(int from, Set<Keyword> keywords) {
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

        private String text(int from, int end) {
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

    private static Optional<ChangeRoles> parseGrant(String words) {
        try {
            return Sql.parse("GRANT " + words) instanceof ChangeRoles change ? Optional.of(change) : Optional.empty();
        } catch (SqlSyntaxException unknown) {
            return Optional.empty(); // of a newer server
        }
    }
}
