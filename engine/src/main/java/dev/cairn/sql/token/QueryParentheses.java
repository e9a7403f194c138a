package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Determines which parentheses of a text enclose a query. {@code ((SELECT 1))} and {@code ((SELECT 1) + 1)} begin
 * alike: only the text after the inner parentheses distinguishes them. All are classified in one pass, however deep
 * they are nested.
 */
public final class QueryParentheses {
    private final Tokens tokens;
    private final int[] closingTokens;
    private final BitSet queryTokens = new BitSet();

    QueryParentheses(Tokens tokens) {
        this.tokens = tokens;
        this.closingTokens = new int[tokens.count()];
        pairParentheses();
        for (int token = tokens.count() - 2; token >= 0; token--) {
            if (tokens.kind(token) == TokenKind.LEFT_PARENTHESIS && enclosesQuery(token)) {
                queryTokens.set(token);
            }
        }
    }

    private void pairParentheses() {
        int lastToken = tokens.count() - 1;
        Arrays.fill(closingTokens, lastToken);
        int[] openTokens = new int[tokens.count()];
        int depth = 0;
        for (int token = 0; token < lastToken; token++) {
            if (tokens.kind(token) == TokenKind.LEFT_PARENTHESIS) {
                openTokens[depth++] = token;
            } else if (tokens.kind(token) == TokenKind.RIGHT_PARENTHESIS && depth > 0) {
                closingTokens[openTokens[--depth]] = token;
            }
        }
    }

    private boolean enclosesQuery(int opening) {
        int firstToken = opening + 1;
        if (beginsQuery(tokens.keyword(firstToken))) {
            return true;
        }
        return queryTokens.get(firstToken)
                && (tokens.kind(tokenAfter(firstToken)) == TokenKind.RIGHT_PARENTHESIS
                        || continuesQuery(tokenAfter(firstToken)));
    }

    /** Returns the token after the parenthesis that closes this one. */
    int tokenAfter(int opening) {
        return Math.min(closingTokens[opening] + 1, tokens.count() - 1);
    }

    public static boolean beginsQuery(@Nullable Keyword word) {
        return word == Keyword.SELECT || word == Keyword.WITH;
    }

    /** Returns whether the parentheses may enclose a query. */
    boolean mayHoldQuery(int opening) {
        return queryTokens.get(opening);
    }

    /**
     * Returns whether the parentheses enclose a query even where an expression is allowed, which may itself be a
     * subquery.
     */
    boolean mustHoldQuery(int opening) {
        return queryTokens.get(opening)
                && (beginsQuery(tokens.keyword(opening + 1)) || continuesQuery(tokenAfter(opening + 1)));
    }

    /** Returns whether the token continues a query in parentheses that ended before it. */
    private boolean continuesQuery(int token) {
        Keyword word = tokens.keyword(token);
        return word == Keyword.ORDER || word == Keyword.LIMIT || isSetOperator(token);
    }

    /**
     * Returns whether the token is a set operator. EXCEPT and MINUS may also be names: they are operators if a query
     * follows.
     */
    boolean isSetOperator(int token) {
        Keyword word = tokens.keyword(token);
        if (word == Keyword.UNION || word == Keyword.INTERSECT) {
            return true;
        }
        if (word != Keyword.EXCEPT && word != Keyword.MINUS) {
            return false;
        }
        Keyword nextKeyword = tokens.keyword(token + 1);
        return nextKeyword == Keyword.SELECT
                || nextKeyword == Keyword.ALL
                || nextKeyword == Keyword.DISTINCT
                || queryTokens.get(token + 1);
    }
}
