package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of the parentheses of a text are around a query. {@code ((SELECT 1))} and {@code ((SELECT 1) + 1)} begin alike: what
 * tells them apart stands behind the inner ones. All are told apart in one pass, however deep they are nested.
 */
public final class Parentheses {
    private final Tokens tokens;
    private final int[] closing;
    private final BitSet queries = new BitSet();

    Parentheses(Tokens tokens) {
        this.tokens = tokens;
        this.closing = new int[tokens.count()];
        pair();
        for (int token = tokens.count() - 2; token >= 0; token--) {
            if (tokens.kind(token) == TokenKind.LEFT_PARENTHESIS && holdsQuery(token)) {
                queries.set(token);
            }
        }
    }

    private void pair() {
        int last = tokens.count() - 1;
        Arrays.fill(closing, last);
        int[] open = new int[tokens.count()];
        int depth = 0;
        for (int token = 0; token < last; token++) {
            if (tokens.kind(token) == TokenKind.LEFT_PARENTHESIS) {
                open[depth++] = token;
            } else if (tokens.kind(token) == TokenKind.RIGHT_PARENTHESIS && depth > 0) {
                closing[open[--depth]] = token;
            }
        }
    }

    private boolean holdsQuery(int opening) {
        int first = opening + 1;
        if (beginsQuery(tokens.keyword(first))) {
            return true;
        }
        return queries.get(first)
                && (tokens.kind(behind(first)) == TokenKind.RIGHT_PARENTHESIS || goesOnAt(behind(first)));
    }

    /** The token behind the parenthesis that closes this one. */
    int behind(int opening) {
        return Math.min(closing[opening] + 1, tokens.count() - 1);
    }

    public static boolean beginsQuery(@Nullable Keyword word) {
        return word == Keyword.SELECT || word == Keyword.WITH;
    }

    /** Whether a query may stand between the parenthesis and the one that closes it. */
    boolean mayHoldQuery(int opening) {
        return queries.get(opening);
    }

    /** Whether a query stands there even where an expression in parentheses, itself a subquery, might. */
    boolean mustHoldQuery(int opening) {
        return queries.get(opening) && (beginsQuery(tokens.keyword(opening + 1)) || goesOnAt(behind(opening + 1)));
    }

    /** Whether what stands there goes on with a query in parentheses that ended before it. */
    private boolean goesOnAt(int token) {
        Keyword word = tokens.keyword(token);
        return word == Keyword.ORDER || word == Keyword.LIMIT || setOperatorAt(token);
    }

    /** EXCEPT and MINUS may also name things: they join two queries where one follows. */
    boolean setOperatorAt(int token) {
        Keyword word = tokens.keyword(token);
        if (word == Keyword.UNION || word == Keyword.INTERSECT) {
            return true;
        }
        if (word != Keyword.EXCEPT && word != Keyword.MINUS) {
            return false;
        }
        Keyword following = tokens.keyword(token + 1);
        return following == Keyword.SELECT
                || following == Keyword.ALL
                || following == Keyword.DISTINCT
                || queries.get(token + 1);
    }
}
