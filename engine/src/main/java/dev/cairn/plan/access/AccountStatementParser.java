package dev.cairn.plan.access;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.Tokens;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in the tokens of a statement about a user whom it concerns and how the user can log in. It reads no more than
 * that: a statement that only a newer server knows is not about a user, and no error.
 */
record AccountStatementParser(Tokens tokens) {
    private static final Set<Keyword> AFTER_USER =
            EnumSet.of(Keyword.IDENTIFIED, Keyword.DEFAULT, Keyword.PROPERTIES, Keyword.SET, Keyword.WITH);

    AccountStatementParser(String text) {
        this(Lexer.tokenize(text));
    }

    Optional<AccountStatement> parseCreation() {
        int defaultIndex = findFirst(2, EnumSet.of(Keyword.DEFAULT));
        Optional<AccountStatement> creation = createStatement(AccountStatement.Kind.CREATE, isPasswordMissing(), 2);
        if (defaultIndex + 1 >= tokens.count() || tokens.keyword(defaultIndex + 1) != Keyword.ROLE) {
            return creation;
        }
        String names = joinTokens(defaultIndex + 2, findFirst(defaultIndex, EnumSet.of(Keyword.PROPERTIES)));
        return creation.map(account -> new AccountStatement(
                account.kind(), account.hasOpenLogin(), account.user(), parseGrant(names + " TO " + account.user())));
    }

    Optional<AccountStatement> parseAlteration() {
        return hasLogin()
                ? createStatement(AccountStatement.Kind.CHANGE_LOGIN, isPasswordMissing(), 2)
                : Optional.empty();
    }

    /** {@code SET PASSWORD FOR user = PASSWORD('…')}; without a user, it changes that of the migrator. */
    Optional<AccountStatement> parsePasswordChange() {
        boolean isPasswordEmpty = isEmptyText(tokens.count() - 2) || isEmptyText(tokens.count() - 3);
        return tokens.keyword(2) == Keyword.FOR
                ? createStatement(AccountStatement.Kind.CHANGE_LOGIN, isPasswordEmpty, 3)
                : Optional.empty();
    }

    /** @param userIndex the index of the first token of the user, or of IF [NOT] EXISTS before it */
    Optional<AccountStatement> createStatement(AccountStatement.Kind kind, boolean hasOpenLogin, int userIndex) {
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
                        && isEmptyText(
                                identifiedIndex + (tokens.keyword(identifiedIndex + 2) == Keyword.PASSWORD ? 3 : 2)));
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
