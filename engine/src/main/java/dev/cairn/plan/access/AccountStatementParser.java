package dev.cairn.plan.access;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Parses the parts of a statement about a user that name the user, the way to log in, and the roles that the user gets.
 * Other clauses are skipped, so clauses that only a newer server knows do not cause an error. Users and roles are
 * parsed as the parts of a GRANT, which spells them in the same way.
 */
record AccountStatementParser(Tokens tokens) {
    private static final Set<Keyword> KEYWORDS_AFTER_USER =
            EnumSet.of(Keyword.IDENTIFIED, Keyword.DEFAULT, Keyword.PROPERTIES, Keyword.SET, Keyword.WITH);

    AccountStatementParser(String text) {
        this(Lexer.tokenize(text));
    }

    Optional<AccountStatement> parseCreation() {
        int defaultIndex = indexOfKeyword(2, EnumSet.of(Keyword.DEFAULT));
        Optional<AccountStatement> creation = parseStatementAboutUser(AccountStatement.Kind.CREATE, lacksPassword(), 2);
        if (defaultIndex + 1 >= tokens.count() || tokens.keyword(defaultIndex + 1) != Keyword.ROLE) {
            return creation;
        }
        String joinedRoleNames =
                joinTokens(defaultIndex + 2, indexOfKeyword(defaultIndex, EnumSet.of(Keyword.PROPERTIES)));
        return creation.map(account -> new AccountStatement(
                account.kind(),
                account.allowsLoginWithoutPassword(),
                account.user(),
                parseGrant(joinedRoleNames + " TO " + account.user())));
    }

    /** Parses ALTER USER; empty unless the statement changes how the user logs in. */
    Optional<AccountStatement> parseAlteration() {
        return hasLoginClause()
                ? parseStatementAboutUser(AccountStatement.Kind.CHANGE_LOGIN, lacksPassword(), 2)
                : Optional.empty();
    }

    /**
     * Parses {@code SET PASSWORD FOR user = PASSWORD('…')}; empty without a user, because the statement then changes
     * the password of the migrator itself.
     */
    Optional<AccountStatement> parsePasswordChange() {
        // The password is the last token before the end token, or the last but one before a parenthesis.
        boolean isPasswordEmpty = isEmptyLiteral(tokens.count() - 2) || isEmptyLiteral(tokens.count() - 3);
        return tokens.keyword(2) == Keyword.FOR
                ? parseStatementAboutUser(AccountStatement.Kind.CHANGE_LOGIN, isPasswordEmpty, 3)
                : Optional.empty();
    }

    /**
     * Parses the user of a statement; empty if the user can't be parsed. The roles are not parsed.
     *
     * @param userIndex the index of the first token of the user, or of an IF [NOT] EXISTS before the user
     */
    Optional<AccountStatement> parseStatementAboutUser(
            AccountStatement.Kind kind, boolean allowsLoginWithoutPassword, int userIndex) {
        int startIndex = userIndex;
        if (tokens.keyword(startIndex) == Keyword.IF) {
            startIndex += tokens.keyword(startIndex + 1) == Keyword.NOT ? 3 : 2;
        }
        int endIndex = indexOfKeyword(startIndex, KEYWORDS_AFTER_USER);
        for (int tokenIndex = startIndex; tokenIndex < endIndex; tokenIndex++) {
            if (tokens.text(tokenIndex).equals("=")) {
                endIndex = tokenIndex;
            }
        }
        return parseGrant("any TO USER " + joinTokens(startIndex, endIndex))
                .map(change ->
                        new AccountStatement(kind, allowsLoginWithoutPassword, change.grantee(), Optional.empty()));
    }

    private boolean hasLoginClause() {
        return indexOfKeyword(2, EnumSet.of(Keyword.IDENTIFIED)) < tokens.count() - 1;
    }

    /**
     * Returns whether the statement lacks an IDENTIFIED clause, or has one with an empty password. IDENTIFIED WITH a
     * plugin counts as a password, although the plugin may not require one.
     */
    private boolean lacksPassword() {
        int identifiedIndex = indexOfKeyword(2, EnumSet.of(Keyword.IDENTIFIED));
        return identifiedIndex == tokens.count() - 1
                || (tokens.keyword(identifiedIndex + 1) == Keyword.BY
                        && isEmptyLiteral(
                                identifiedIndex + (tokens.keyword(identifiedIndex + 2) == Keyword.PASSWORD ? 3 : 2)));
    }

    private boolean isEmptyLiteral(int tokenIndex) {
        return tokenIndex > 0
                && tokens.kind(tokenIndex) == TokenKind.TEXT
                && tokens.text(tokenIndex).length() == 2;
    }

    /**
     * Returns the index of the first token that is one of these keywords; the index of the end token if there is no
     * such token.
     */
    private int indexOfKeyword(int startIndex, Set<Keyword> keywords) {
        int tokenIndex = startIndex;
        while (tokenIndex < tokens.count() - 1) {
            Keyword keyword = tokens.keyword(tokenIndex);
            if (keyword != null && keywords.contains(keyword)) {
                return tokenIndex;
            }
            tokenIndex++;
        }
        return tokens.count() - 1;
    }

    private String joinTokens(int startIndex, int endIndex) {
        StringBuilder text = new StringBuilder();
        for (int tokenIndex = startIndex; tokenIndex < endIndex; tokenIndex++) {
            text.append(tokens.text(tokenIndex));
            if (tokens.end(tokenIndex) != tokens.start(tokenIndex + 1)) {
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
            return Optional.empty(); // only a newer server knows the statement
        }
    }
}
