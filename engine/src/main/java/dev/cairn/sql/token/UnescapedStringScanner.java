package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of strings that the server prints without escapes. Only the text after a quote shows whether the string
 * ends there.
 *
 * <ul>
 *   <li>The values of list partitions and the comments of indexes are in single quotes.
 *   <li>The values of the clause PROPERTIES, one in each line, are in double quotes, and contain {@code \"} for a quote.
 * </ul>
 */
final class UnescapedStringScanner {
    private UnescapedStringScanner() {}

    /**
     * Returns the end of the string that begins at a position; -1 for an ordinary string, or for one without an end.
     */
    static int findEnd(String source, int start, Tokens precedingTokens) {
        return source.charAt(start) == '"'
                ? findPropertyEnd(source, start, precedingTokens)
                : findTableStringEnd(source, start, precedingTokens);
    }

    private static int findPropertyEnd(String source, int start, Tokens precedingTokens) {
        if (!isPropertyValue(source, precedingTokens)) {
            return -1;
        }
        for (int quoteIndex = source.indexOf('"', start + 1);
                quoteIndex >= 0;
                quoteIndex = source.indexOf('"', quoteIndex + 1)) {
            if (source.startsWith(",\n\"", quoteIndex + 1) || source.startsWith("\n)", quoteIndex + 1)) {
                return quoteIndex + 1;
            }
        }
        return -1;
    }

    /** Returns whether the last tokens are {@code PROPERTIES (}, the preceding properties and {@code "name" =}. */
    private static boolean isPropertyValue(String source, Tokens precedingTokens) {
        int lastIndex = precedingTokens.count() - 1;
        if (lastIndex < 3
                || precedingTokens.kind(lastIndex) != TokenKind.EQUAL
                || source.charAt(precedingTokens.start(lastIndex - 1) - 1) != '\n') {
            return false;
        }
        int index = lastIndex - 1;
        while (index > 1 && mayBeAmongProperties(precedingTokens.kind(index))) {
            index--;
        }
        return precedingTokens.kind(index) == TokenKind.LEFT_PARENTHESIS
                && precedingTokens.keyword(index - 1) == Keyword.PROPERTIES;
    }

    private static boolean mayBeAmongProperties(TokenKind kind) {
        return kind == TokenKind.TEXT || kind == TokenKind.EQUAL || kind == TokenKind.COMMA;
    }

    private static int findTableStringEnd(String source, int start, Tokens precedingTokens) {
        if (!definesTable(precedingTokens)) {
            return -1;
        }
        boolean isComment = precedingTokens.keyword(precedingTokens.count() - 1) == Keyword.COMMENT;
        if (!isComment && !isListValue(precedingTokens)) {
            return -1;
        }
        for (int quoteIndex = source.indexOf('\'', start + 1);
                quoteIndex >= 0;
                quoteIndex = source.indexOf('\'', quoteIndex + 1)) {
            if (isComment ? isIndexEnd(source, quoteIndex + 1) : isValueEnd(source, quoteIndex + 1)) {
                return quoteIndex + 1;
            }
        }
        return -1;
    }

    /**
     * Returns whether the tokens begin the definition of a table. The query of a view is printed as it was written, or
     * with escapes.
     */
    static boolean definesTable(Tokens precedingTokens) {
        return keywordAt(precedingTokens, 0) == Keyword.CREATE
                && (keywordAt(precedingTokens, 1) == Keyword.TABLE || keywordAt(precedingTokens, 2) == Keyword.TABLE);
    }

    private static @Nullable Keyword keywordAt(Tokens tokens, int index) {
        return index < tokens.count() ? tokens.keyword(index) : null;
    }

    /** Returns whether the last tokens are {@code VALUES IN (} and the rows and values after it. */
    private static boolean isListValue(Tokens precedingTokens) {
        int index = precedingTokens.count() - 1;
        while (index > 0 && mayBeInList(precedingTokens.kind(index))) {
            index--;
        }
        return index < precedingTokens.count() - 1
                && precedingTokens.keyword(index) == Keyword.IN
                && precedingTokens.keyword(index - 1) == Keyword.VALUES;
    }

    private static boolean mayBeInList(TokenKind kind) {
        return switch (kind) {
            case TEXT, COMMA, LEFT_PARENTHESIS, RIGHT_PARENTHESIS -> true;
            default -> false;
        };
    }

    /** Returns whether an index ends here: another index or the end of the columns follows. */
    private static boolean isIndexEnd(String source, int position) {
        return source.startsWith(BareNameScanner.INDEX_BEGINNING, position)
                || source.startsWith("\n) ENGINE", position);
    }

    /** Returns whether a value ends here: the next value, or the end of its row or its partition follows. */
    private static boolean isValueEnd(String source, int position) {
        if (source.startsWith(", '", position)) {
            return true;
        }
        if (!source.startsWith(")", position)) {
            return false;
        }
        return source.startsWith(", ('", position + 1)
                || isPartitionEnd(source, position + 1)
                || isRowsEnd(source, position + 1);
    }

    /** Returns whether the parenthesis around all rows of a partition ends here. */
    private static boolean isRowsEnd(String source, int position) {
        return source.startsWith(")", position) && isPartitionEnd(source, position + 1);
    }

    /**
     * Returns whether a partition ends here. The server omits the comma between a partition of plain values and one of
     * rows.
     */
    private static boolean isPartitionEnd(String source, int position) {
        return source.startsWith(",\n  PARTITION ", position)
                || source.startsWith("  PARTITION ", position)
                || source.startsWith("\n)", position)
                || source.startsWith(" (\"replication_num\" = ", position);
    }
}
