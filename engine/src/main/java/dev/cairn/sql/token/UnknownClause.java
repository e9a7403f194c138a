package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a query with a clause that only a newer server knows from a query that no server can parse. A new
 * clause begins with a word of its own, where the previous clause is complete. Any other syntax error is a mistake: a
 * different statement, a missing or superfluous part, a misspelt keyword.
 */
final class UnknownClause {
    /** The keywords that users write most often in queries. */
    private static final List<String> COMMON_KEYWORDS = List.of("""
        SELECT DISTINCT FROM WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET UNION INTERSECT JOIN INNER LEFT RIGHT CROSS \
        USING BETWEEN LIKE CASE WHEN THEN ELSE OVER PARTITION\
        """.split(" ", -1));

    private final Tokens tokens;
    private final int failedToken;

    UnknownClause(Tokens tokens, Span span) {
        this.tokens = tokens;
        int token = 0;
        while (token < tokens.count() - 1 && tokens.start(token) < span.offset()) {
            token++;
        }
        this.failedToken = token;
    }

    /** Returns whether the text is a single query with balanced parentheses. */
    boolean isOneQuery() {
        int firstToken = 0;
        while (tokens.kind(firstToken) == TokenKind.LEFT_PARENTHESIS) {
            firstToken++;
        }
        int depth = 0;
        int lastToken = tokens.count() - 1;
        for (int token = 0; token < lastToken; token++) {
            depth += switch (tokens.kind(token)) {
                case LEFT_PARENTHESIS -> 1;
                case RIGHT_PARENTHESIS -> -1;
                default -> 0;
            };
            boolean isSeparator = tokens.kind(token) == TokenKind.SEMICOLON && token < lastToken - 1;
            if (depth < 0 || isSeparator) {
                return false;
            }
        }
        return depth == 0 && QueryParentheses.beginsQuery(tokens.keyword(firstToken));
    }

    /**
     * Returns whether a clause of several words may begin here, or at the previous word if the parser read it as an
     * alias.
     */
    boolean mayBeginAtError() {
        if (isUnreservedWord(failedToken)) {
            return failedToken > 0 && mayEndOperand(failedToken - 1) && continuesClause(failedToken + 1);
        }
        return failedToken > 1
                && isUnreservedWord(failedToken - 1)
                && mayEndOperand(failedToken - 2)
                && continuesClause(failedToken);
    }

    /** Returns whether the token is a word without a meaning in the grammar. */
    private boolean isUnreservedWord(int token) {
        Keyword keyword = tokens.keyword(token);
        return tokens.kind(token) == TokenKind.WORD && (keyword == null || !keyword.isReserved());
    }

    /** Returns whether an operand, a name or an alias may end with the token. */
    private boolean mayEndOperand(int token) {
        return switch (tokens.kind(token)) {
            case WORD -> isUnreservedWord(token) || tokens.keyword(token) == Keyword.END;
            case BACKQUOTED, DIGITS_AND_LETTERS, DOT_AND_NAME, INTEGER, DECIMAL, DOUBLE, TEXT, HEX -> true;
            case RIGHT_PARENTHESIS, RIGHT_BRACKET -> true;
            default -> false;
        };
    }

    /** Returns whether the token continues a clause, and not a query that would be valid without the previous word. */
    private boolean continuesClause(int token) {
        return switch (tokens.kind(token)) {
            case WORD -> isUnreservedWord(token) || mayBeInsideClause(tokens.keyword(token));
            case BACKQUOTED, DIGITS_AND_LETTERS, INTEGER, DECIMAL, DOUBLE, TEXT, HEX, LEFT_PARENTHESIS -> true;
            default -> false;
        };
    }

    /** Returns whether a reserved word may be within a clause and does not begin a known one. */
    private static boolean mayBeInsideClause(@Nullable Keyword keyword) {
        return keyword != null
                && switch (keyword) {
                    case BY, LIKE, ON, IN, NOT, NULL, ALL, AS, SET, TO, FOR, WITH, BETWEEN, IS, EXISTS, TABLE -> true;
                    default -> false;
                };
    }

    @Nullable
    String findMisspelling() {
        for (int token = Math.max(0, failedToken - 1); token <= failedToken; token++) {
            if (isUnreservedWord(token)) {
                String word = tokens.text(token);
                String upperCase = word.toUpperCase(Locale.ROOT);
                for (String keyword : COMMON_KEYWORDS) {
                    if (isOneEdit(upperCase, keyword)) {
                        return "'" + word + "' for " + keyword;
                    }
                }
            }
        }
        return null;
    }

    /** Returns whether a character was omitted, added or replaced, or two adjacent characters were swapped. */
    private static boolean isOneEdit(String word, String keyword) {
        int minLength = Math.min(word.length(), keyword.length());
        int start = 0;
        while (start < minLength && word.charAt(start) == keyword.charAt(start)) {
            start++;
        }
        String left = word.substring(start);
        String right = keyword.substring(start);
        if (left.isEmpty() || right.isEmpty()) {
            return left.length() + right.length() == 1;
        }
        String leftRest = left.substring(1);
        String rightRest = right.substring(1);
        boolean isSwapped = left.length() > 1 && right.equals("" + left.charAt(1) + left.charAt(0) + left.substring(2));
        return isSwapped || leftRest.equals(right) || left.equals(rightRest) || leftRest.equals(rightRest);
    }
}
