package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a query with a clause that only a newer server knows from a query that no server can parse. A new
 * clause begins with a new word, where the previous clause is complete. Any other syntax error is an error in the query
 * itself: a different statement, a missing or superfluous part, a misspelt keyword.
 */
final class UnknownClause {
    /** The keywords that users write most often in queries. */
    private static final List<String> COMMON_KEYWORDS = List.of("""
        SELECT DISTINCT FROM WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET UNION INTERSECT JOIN INNER LEFT RIGHT CROSS \
        USING BETWEEN LIKE CASE WHEN THEN ELSE OVER PARTITION\
        """.split(" ", -1));

    private final Tokens tokens;
    private final int errorTokenIndex;

    /**
     * Creates the analysis of a syntax error in a query.
     *
     * @param span the place of the error; beyond the text, it is moved to the end
     */
    UnknownClause(Tokens tokens, Span span) {
        this.tokens = tokens;
        int index = 0;
        while (index < tokens.count() - 1 && tokens.start(index) < span.offset()) {
            index++;
        }
        this.errorTokenIndex = index;
    }

    /** Returns whether the text is a single query with balanced parentheses. */
    boolean isSingleQuery() {
        int firstIndex = 0;
        while (tokens.kind(firstIndex) == TokenKind.LEFT_PARENTHESIS) {
            firstIndex++;
        }
        int depth = 0;
        int lastIndex = tokens.count() - 1;
        for (int index = 0; index < lastIndex; index++) {
            depth += switch (tokens.kind(index)) {
                case LEFT_PARENTHESIS -> 1;
                case RIGHT_PARENTHESIS -> -1;
                default -> 0;
            };
            boolean isSeparator = tokens.kind(index) == TokenKind.SEMICOLON && index < lastIndex - 1;
            if (depth < 0 || isSeparator) {
                return false;
            }
        }
        return depth == 0 && QueryParentheses.beginsQuery(tokens.keyword(firstIndex));
    }

    /**
     * Returns whether a clause of several words may begin here, or at the previous word if the parser read it as an
     * alias.
     */
    boolean mayNewClauseBeginAtError() {
        if (isUnreservedWord(errorTokenIndex)) {
            return errorTokenIndex > 0 && mayEndOperand(errorTokenIndex - 1) && continuesClause(errorTokenIndex + 1);
        }
        return errorTokenIndex > 1
                && isUnreservedWord(errorTokenIndex - 1)
                && mayEndOperand(errorTokenIndex - 2)
                && continuesClause(errorTokenIndex);
    }

    /** Returns whether the token is a word that is not reserved, so it may be a name or begin a new clause. */
    private boolean isUnreservedWord(int index) {
        Keyword keyword = tokens.keyword(index);
        return tokens.kind(index) == TokenKind.WORD && (keyword == null || !keyword.isReserved());
    }

    /** Returns whether an operand, a name or an alias may end with the token. */
    private boolean mayEndOperand(int index) {
        return switch (tokens.kind(index)) {
            case WORD -> isUnreservedWord(index) || tokens.keyword(index) == Keyword.END;
            case BACKQUOTED, DIGITS_AND_LETTERS, DOT_AND_NAME, INTEGER, DECIMAL, DOUBLE, TEXT, HEX -> true;
            case RIGHT_PARENTHESIS, RIGHT_BRACKET -> true;
            default -> false;
        };
    }

    /**
     * Returns whether the token continues a clause, rather than a query that would be valid without the previous word.
     */
    private boolean continuesClause(int index) {
        return switch (tokens.kind(index)) {
            case WORD -> isUnreservedWord(index) || mayBeInsideClause(tokens.keyword(index));
            case BACKQUOTED, DIGITS_AND_LETTERS, INTEGER, DECIMAL, DOUBLE, TEXT, HEX, LEFT_PARENTHESIS -> true;
            default -> false;
        };
    }

    /** Returns whether a reserved word may be within a clause, and does not begin a known one. */
    private static boolean mayBeInsideClause(@Nullable Keyword keyword) {
        return keyword != null
                && switch (keyword) {
                    case BY, LIKE, ON, IN, NOT, NULL, ALL, AS, SET, TO, FOR, WITH, BETWEEN, IS, EXISTS, TABLE -> true;
                    default -> false;
                };
    }

    /**
     * Returns the keyword that a word at the error seems to misspell, as {@code 'FORM' for FROM}; null if there is no
     * such word.
     */
    @Nullable
    String describeMisspelling() {
        for (int index = Math.max(0, errorTokenIndex - 1); index <= errorTokenIndex; index++) {
            if (isUnreservedWord(index)) {
                String word = tokens.text(index);
                String upperCaseWord = word.toUpperCase(Locale.ROOT);
                for (String keyword : COMMON_KEYWORDS) {
                    if (isOneEditFrom(upperCaseWord, keyword)) {
                        return "'" + word + "' for " + keyword;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Returns whether one edit turns a word into a keyword: a character that is added, omitted or replaced, or two
     * adjacent characters that are swapped.
     */
    private static boolean isOneEditFrom(String word, String keyword) {
        int minLength = Math.min(word.length(), keyword.length());
        int commonLength = 0;
        while (commonLength < minLength && word.charAt(commonLength) == keyword.charAt(commonLength)) {
            commonLength++;
        }
        String wordRemainder = word.substring(commonLength);
        String keywordRemainder = keyword.substring(commonLength);
        if (wordRemainder.isEmpty() || keywordRemainder.isEmpty()) {
            return wordRemainder.length() + keywordRemainder.length() == 1;
        }
        String wordAfterEdit = wordRemainder.substring(1);
        String keywordAfterEdit = keywordRemainder.substring(1);
        boolean isSwapped = wordRemainder.length() > 1
                && keywordRemainder.equals(
                        "" + wordRemainder.charAt(1) + wordRemainder.charAt(0) + wordRemainder.substring(2));
        return isSwapped
                || wordAfterEdit.equals(keywordRemainder)
                || wordRemainder.equals(keywordAfterEdit)
                || wordAfterEdit.equals(keywordAfterEdit);
    }
}
