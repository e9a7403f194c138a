package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names that the server prints without backquotes, whatever characters they have: the names of indexes, of
 * the fields of structs, and of the objects in SHOW GRANTS. Only the text after such a name shows where the name ends.
 * No name contains a backquote.
 */
final class BareNameScanner {
    static final String INDEX_BEGINNING = ",\n  INDEX ";
    private static final String INDEX_COLUMNS_BEGINNING = " (`";

    /** The blank and the type after the name of a field. A nested type is recognized by its first word alone. */
    private static final Pattern FIELD_TYPE_PATTERN = Pattern.compile(" (?i:(?:array|map|struct)<"
            + "|(?:boolean|tinyint|smallint|int|bigint|largeint|float|double|decimal(?:v2|32|64|128|256)?|date|datetime"
            + "|time|char|varchar|varbinary|json|bitmap|hll|percentile|variant)(?:\\(\\d+(?:, ?\\d+)?\\))?(?=, |>))");

    private static final Pattern GRANTEE_PATTERN = Pattern.compile(" TO (?:ROLE|USER) '");

    private BareNameScanner() {}

    /**
     * Returns the start of the name that follows the last token; -1 if no such name follows. The name itself may begin
     * with a blank.
     */
    static int findStart(String source, Tokens precedingTokens) {
        int lastIndex = precedingTokens.count() - 1;
        if (lastIndex < 1) {
            return -1;
        }
        int end = precedingTokens.end(lastIndex);
        return switch (precedingTokens.kind(lastIndex)) {
            case LESS -> precedingTokens.keyword(lastIndex - 1) == Keyword.STRUCT ? end : -1;
            case COMMA -> source.startsWith(" ", end) && isBetweenFields(precedingTokens) ? end + 1 : -1;
            case DOT -> isInGrantTarget(precedingTokens) ? end : -1;
            case WORD -> isAtIndexName(source, precedingTokens) ? end + 1 : -1;
            default -> -1;
        };
    }

    /** Returns the end of the name that begins at a position; -1 if the text does not continue as after such a name. */
    static int findEnd(String source, int start, Tokens precedingTokens) {
        int backquoteIndex = source.indexOf('`', start);
        int limit = backquoteIndex < 0 ? source.length() : backquoteIndex;
        if (precedingTokens.keyword(precedingTokens.count() - 1) == Keyword.INDEX) {
            int nameEnd = limit + 1 - INDEX_COLUMNS_BEGINNING.length();
            return nameEnd > start && source.startsWith(INDEX_COLUMNS_BEGINNING, nameEnd) ? nameEnd : -1;
        }
        if (precedingTokens.kind(precedingTokens.count() - 1) == TokenKind.DOT) {
            // An asterisk stands for all objects, and is not a name.
            Matcher granteeMatcher = GRANTEE_PATTERN.matcher(source).region(start, limit);
            return granteeMatcher.find() && !source.startsWith("* ", start) ? granteeMatcher.start() : -1;
        }
        Matcher typeMatcher = FIELD_TYPE_PATTERN.matcher(source).region(start, limit);
        return typeMatcher.find() ? typeMatcher.start() : -1;
    }

    /** Returns whether the last token is the only dot after ON in a GRANT, so that it precedes the name of an object. */
    private static boolean isInGrantTarget(Tokens precedingTokens) {
        if (precedingTokens.keyword(0) != Keyword.GRANT) {
            return false;
        }
        int index = precedingTokens.count() - 2;
        while (index > 0
                && precedingTokens.keyword(index) != Keyword.ON
                && precedingTokens.kind(index) != TokenKind.DOT) {
            index--;
        }
        return precedingTokens.keyword(index) == Keyword.ON;
    }

    /** Returns whether the last token is the word INDEX before an index in the definition of a table. */
    private static boolean isAtIndexName(String source, Tokens precedingTokens) {
        int end = precedingTokens.end(precedingTokens.count() - 1);
        return source.startsWith(INDEX_BEGINNING, end + 1 - INDEX_BEGINNING.length())
                && UnescapedStringScanner.definesTable(precedingTokens);
    }

    /** Returns whether the innermost bracket that is open before the last token belongs to a struct type. */
    private static boolean isBetweenFields(Tokens precedingTokens) {
        int closedBracketCount = 0;
        for (int i = precedingTokens.count() - 2; i > 0; i--) {
            TokenKind kind = precedingTokens.kind(i);
            if (kind == TokenKind.TEXT || kind == TokenKind.BACKQUOTED) {
                return false;
            }
            if (kind == TokenKind.GREATER || kind == TokenKind.RIGHT_PARENTHESIS) {
                closedBracketCount++;
            } else if (kind == TokenKind.LESS || kind == TokenKind.LEFT_PARENTHESIS) {
                if (closedBracketCount == 0) {
                    return kind == TokenKind.LESS && precedingTokens.keyword(i - 1) == Keyword.STRUCT;
                }
                closedBracketCount--;
            }
        }
        return false;
    }
}
