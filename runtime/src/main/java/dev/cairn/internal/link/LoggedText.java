package dev.cairn.internal.link;

import java.util.regex.Pattern;

/**
 * A statement as it may be logged. One that mentions a password or a key, as CREATE USER and the properties of catalogs and
 * storage volumes do, loses its literals and comments.
 */
final class LoggedText {
    private static final Pattern SECRET = Pattern.compile(
            "passw|pwd|identified|secret|token|credential|sasl|jaas|(access|shared|private|account)_?key",
            Pattern.CASE_INSENSITIVE);
    private static final String HIDDEN = "'***'";

    private final String sql;
    private final StringBuilder shown = new StringBuilder();
    private int at;

    private LoggedText(String sql) {
        this.sql = sql;
    }

    static boolean mentionsSecret(String sql) {
        return SECRET.matcher(sql).find();
    }

    static String of(String sql) {
        return mentionsSecret(sql) ? new LoggedText(sql).withoutLiterals() : sql;
    }

    private String withoutLiterals() {
        while (at < sql.length()) {
            char next = sql.charAt(at);
            if (next == '\'' || next == '"') {
                skipQuoted(next);
                shown.append(HIDDEN);
            } else if (next == '`') {
                int from = at;
                skipQuoted(next);
                shown.append(sql, from, at);
            } else if (sql.startsWith("/*", at)) {
                skipThrough("*/");
            } else if (next == '#' || sql.startsWith("--", at)) {
                skipThrough("\n");
            } else {
                shown.append(next);
                at++;
            }
        }
        return shown.toString();
    }

    /** A quote inside is doubled or, but for names, behind a backslash. What does not end hides the rest. */
    private void skipQuoted(char quote) {
        for (at++; at < sql.length(); at++) {
            char next = sql.charAt(at);
            if (next == '\\' && quote != '`') {
                at++;
            } else if (next == quote) {
                at++;
                return; // a doubled one begins the next literal
            }
        }
        at = sql.length();
    }

    private void skipThrough(String end) {
        int found = sql.indexOf(end, at);
        at = found < 0 ? sql.length() : found + end.length();
        shown.append(' ');
    }
}
