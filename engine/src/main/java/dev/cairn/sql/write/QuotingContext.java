package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;

/**
 * The context of a text in a statement, which determines its quotes and the characters that the server escapes in its
 * output. In the form for migrations, the escapes are the same in all contexts, apart from the quote.
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
    /** A string in single quotes in an expression. */
    LITERAL('\'', "\\'"),
    /** A string in double quotes in an expression. */
    DOUBLE_QUOTED_LITERAL('"', "\\\"");

    private final char quote;
    private final String shownEscapedCharacters;

    QuotingContext(char quote, String shownEscapedCharacters) {
        this.quote = quote;
        this.shownEscapedCharacters = shownEscapedCharacters;
    }

    /** Appends a value in quotes, with the escapes that the form requires in this context. */
    void writeText(StringBuilder out, String value, StatementForm form) {
        out.append(quote);
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            char escapeLetter = switch (form) {
                case WRITTEN -> writtenEscapeLetter(character);
                case SHOWN -> shownEscapeLetter(character);
                case SHOWN_WITH_RAW_COMMENTS -> this == COLUMN_COMMENT ? '\0' : shownEscapeLetter(character);
            };
            if (escapeLetter == '\0') {
                out.append(character);
            } else {
                out.append('\\').append(escapeLetter);
            }
        }
        out.append(quote);
    }

    /** Returns the letter after the backslash in the form for migrations; NUL if the character is not escaped. */
    private char writtenEscapeLetter(char character) {
        if (character == '\\' || character == quote) {
            return character;
        }
        return switch (character) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\0' -> '0';
            case '\u001a' -> 'Z';
            default -> '\0';
        };
    }

    /** Returns the letter after the backslash in the server's output; NUL if the character is not escaped. */
    private char shownEscapeLetter(char character) {
        if (shownEscapedCharacters.indexOf(character) >= 0) {
            return character;
        }
        return this == DEFAULT ? javaEscapeLetter(character) : '\0';
    }

    /**
     * Returns the letter after the backslash in a Java string; NUL if the character is not escaped. The server prints
     * only defaults with these escapes.
     */
    private static char javaEscapeLetter(char character) {
        return switch (character) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> '\0';
        };
    }
}
