package dev.cairn.internal.connection;

import dev.cairn.sql.token.RedactedSql;

/**
 * Removes the literals and comments of a statement that mentions a password or a key, as CREATE USER and the properties
 * of catalogs and storage volumes do.
 */
final class SqlRedactor {
    private static final String HIDDEN_LITERAL = "'***'";

    private final String sql;
    private final StringBuilder redactedSql = new StringBuilder();
    private int position;

    private SqlRedactor(String sql) {
        this.sql = sql;
    }

    /** Returns the statement as it may be logged: unchanged if it does not mention a secret. */
    static String redact(String sql) {
        return RedactedSql.mentionsSecret(sql) ? new SqlRedactor(sql).removeLiteralsAndComments() : sql;
    }

    private String removeLiteralsAndComments() {
        while (position < sql.length()) {
            char character = sql.charAt(position);
            if (character == '\'' || character == '"') {
                skipQuoted(character);
                redactedSql.append(HIDDEN_LITERAL);
            } else if (character == '`') {
                int nameStart = position;
                skipQuoted(character);
                redactedSql.append(sql, nameStart, position);
            } else if (sql.startsWith("/*", position)) {
                replaceCommentWithSpace("*/");
            } else if (character == '#' || sql.startsWith("--", position)) {
                replaceCommentWithSpace("\n");
            } else {
                redactedSql.append(character);
                position++;
            }
        }
        return redactedSql.toString();
    }

    /**
     * Skips a literal or a quoted name. A quote in a literal is doubled or escaped with a backslash; a backquote in a
     * name is only doubled. An unterminated literal hides the rest of the text.
     */
    private void skipQuoted(char quote) {
        for (position++; position < sql.length(); position++) {
            char character = sql.charAt(position);
            if (character == '\\' && quote != '`') {
                position++;
            } else if (character == quote) {
                position++;
                return; // a doubled quote begins the next literal
            }
        }
        position = sql.length();
    }

    /** Skips a comment and its end delimiter, or the rest of the text if the comment does not end. */
    private void replaceCommentWithSpace(String endDelimiter) {
        int endIndex = sql.indexOf(endDelimiter, position);
        position = endIndex < 0 ? sql.length() : endIndex + endDelimiter.length();
        redactedSql.append(' ');
    }
}
