package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;

/**
 * The context of a text in a statement, which determines its quotes and the characters that the server escapes in its
 * output.
 */
enum QuotingContext {
    COMMENT('"', "\\\""),
    COLUMN_COMMENT('"', "\\\""),
    DEFAULT('"', "\\\"/"),
    PROPERTY_NAME('"', ""),
    PROPERTY_VALUE('"', "\""),
    RANGE_BOUND('"', ""),
    LIST_VALUE('\'', ""),
    INDEX_COMMENT('\'', ""),
    LITERAL('\'', "\\'"),
    QUOTED_LITERAL('"', "\\\"");

    private final char quote;
    private final String escapedCharacters;

    QuotingContext(char quote, String escapedCharacters) {
        this.quote = quote;
        this.escapedCharacters = escapedCharacters;
    }

    void writeText(StringBuilder text, String value, StatementForm form) {
        text.append(quote);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char escapeLetter = switch (form) {
                case WRITTEN -> findWrittenEscape(c);
                case SHOWN -> findShownEscape(c);
                case SHOWN_WITH_RAW_COMMENTS -> this == COLUMN_COMMENT ? '\0' : findShownEscape(c);
            };
            if (escapeLetter == '\0') {
                text.append(c);
            } else {
                text.append('\\').append(escapeLetter);
            }
        }
        text.append(quote);
    }

    /** Returns the character behind the backslash, or NUL if the character is not escaped. */
    private char findWrittenEscape(char c) {
        if (c == '\\' || c == quote) {
            return c;
        }
        return switch (c) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\0' -> '0';
            case '\u001a' -> 'Z';
            default -> '\0';
        };
    }

    private char findShownEscape(char c) {
        if (escapedCharacters.indexOf(c) >= 0) {
            return c;
        }
        return this == DEFAULT ? findJavaEscape(c) : '\0';
    }

    /** Escapes a default as in a Java string; all other texts are printed without these escapes. */
    private static char findJavaEscape(char c) {
        return switch (c) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> '\0';
        };
    }
}
