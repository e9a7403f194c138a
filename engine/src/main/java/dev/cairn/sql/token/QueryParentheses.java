package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Determines which parentheses of a text enclose a query. {@code ((SELECT 1))} and {@code ((SELECT 1) + 1)} begin
 * alike; only the text after the inner parentheses distinguishes them. A single pass from right to left classifies
 * inner parentheses before outer ones, however deep they are nested.
 *
 * <p>The last token is the end of the text; a parenthesis that is not closed is paired with it.
 */
public final class QueryParentheses {
    private final Tokens tokens;
    private final int[] closingIndexByOpeningIndex;
    private final BitSet possibleQueryOpenings = new BitSet();

    QueryParentheses(Tokens tokens) {
        this.tokens = tokens;
        this.closingIndexByOpeningIndex = new int[tokens.count()];
        pairParentheses();
        for (int index = tokens.count() - 2; index >= 0; index--) {
            if (tokens.kind(index) == TokenKind.LEFT_PARENTHESIS && isPossibleQueryOpening(index)) {
                possibleQueryOpenings.set(index);
            }
        }
    }

    private void pairParentheses() {
        int lastIndex = tokens.count() - 1;
        Arrays.fill(closingIndexByOpeningIndex, lastIndex);
        int[] openingIndexes = new int[tokens.count()];
        int depth = 0;
        for (int index = 0; index < lastIndex; index++) {
            if (tokens.kind(index) == TokenKind.LEFT_PARENTHESIS) {
                openingIndexes[depth++] = index;
            } else if (tokens.kind(index) == TokenKind.RIGHT_PARENTHESIS && depth > 0) {
                closingIndexByOpeningIndex[openingIndexes[--depth]] = index;
            }
        }
    }

    private boolean isPossibleQueryOpening(int openingIndex) {
        int firstIndex = openingIndex + 1;
        if (beginsQuery(tokens.keyword(firstIndex))) {
            return true;
        }
        return possibleQueryOpenings.get(firstIndex)
                && (tokens.kind(indexAfterClosing(firstIndex)) == TokenKind.RIGHT_PARENTHESIS
                        || continuesQuery(indexAfterClosing(firstIndex)));
    }

    /** Returns the index of the token after the parenthesis that closes this one. */
    int indexAfterClosing(int openingIndex) {
        return Math.min(closingIndexByOpeningIndex[openingIndex] + 1, tokens.count() - 1);
    }

    public static boolean beginsQuery(@Nullable Keyword keyword) {
        return keyword == Keyword.SELECT || keyword == Keyword.WITH;
    }

    /** Returns whether the parentheses that begin here may enclose a query. */
    boolean mayEncloseQuery(int openingIndex) {
        return possibleQueryOpenings.get(openingIndex);
    }

    /**
     * Returns whether only a query can stand in these parentheses; the outer ones of {@code ((SELECT 1))} may also
     * enclose an expression, which is a subquery in parentheses.
     */
    boolean mustEncloseQuery(int openingIndex) {
        return possibleQueryOpenings.get(openingIndex)
                && (beginsQuery(tokens.keyword(openingIndex + 1))
                        || continuesQuery(indexAfterClosing(openingIndex + 1)));
    }

    /** Returns whether the token continues a query in parentheses that ended before it. */
    private boolean continuesQuery(int index) {
        Keyword keyword = tokens.keyword(index);
        return keyword == Keyword.ORDER || keyword == Keyword.LIMIT || isSetOperator(index);
    }

    /**
     * Returns whether the token is a set operator. EXCEPT and MINUS may also be names; they are operators if a query
     * follows, whose parentheses have been classified before.
     */
    boolean isSetOperator(int index) {
        Keyword keyword = tokens.keyword(index);
        if (keyword == Keyword.UNION || keyword == Keyword.INTERSECT) {
            return true;
        }
        if (keyword != Keyword.EXCEPT && keyword != Keyword.MINUS) {
            return false;
        }
        Keyword nextKeyword = tokens.keyword(index + 1);
        return nextKeyword == Keyword.SELECT
                || nextKeyword == Keyword.ALL
                || nextKeyword == Keyword.DISTINCT
                || possibleQueryOpenings.get(index + 1);
    }
}
