package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;

/** Where a text stands in a statement, which decides its quotes and what the server escapes when it prints it. */
enum QuotingContext {
    COMMENT('"', "\\\""),
    DEFAULT('"', "\\\"/"),
    PROPERTY_NAME('"', ""),
    PROPERTY_VALUE('"', "\""),
    RANGE_BOUND('"', ""),
    LIST_VALUE('\'', ""),
    INDEX_COMMENT('\'', ""),
    LITERAL('\'', "\\'"),
    QUOTED_LITERAL('"', "\\\"");

    private final char quote;
    private final String escaped;

    QuotingContext(char quote, String escaped) {
        this.quote = quote;
        this.escaped = escaped;
    }

    void write(StringBuilder text, String value, StatementForm form) {
        text.append(quote);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char letter = form == StatementForm.WRITTEN ? writtenEscape(c) : shownEscape(c);
            if (letter == '\0') {
                text.append(c);
            } else {
                text.append('\\').append(letter);
            }
        }
        text.append(quote);
    }

    /** What stands behind the backslash, or NUL where the character stands for itself. */
    private char writtenEscape(char c) {
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

    private char shownEscape(char c) {
        if (escaped.indexOf(c) >= 0) {
            return c;
        }
        return this == DEFAULT ? javaEscape(c) : '\0';
    }

    /** Defaults are printed as a Java string would be; all others are printed as they are. */
    private static char javaEscape(char c) {
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
