package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/**
 * Formats the line of a text that contains a span, without its {@linkplain RedactedSql secrets}, with a caret below
 * the start of the span.
 */
public final class SourceExcerpt {
    /** The greatest number of characters that are shown of a line: half of them before the start of the span. */
    private static final int MAX_WIDTH = 120;

    private static final String OMISSION = "…";

    private SourceExcerpt() {}

    /** Returns a text; if it is longer than the maximum, only its beginning, with a mark for the omission. */
    public static String shorten(String text, int maxLength) {
        return text.length() > maxLength ? text.substring(0, maxLength) + OMISSION : text;
    }

    /** Returns three lines: the position of the span's start, the text around it, and a caret below it. */
    public static String formatWithPosition(String sql, Span span) {
        return LineAndColumn.of(sql, span.offset()) + ":\n" + format(sql, span);
    }

    /**
     * Returns two lines: the text around the start of the span, and a caret below that start. A span outside the text
     * is moved to the nearest end of the text.
     */
    public static String format(String sql, Span span) {
        RedactedSql redactedSql = RedactedSql.of(sql);
        String source = redactedSql.text();
        int offset = redactedSql.toRedactedOffset(Math.max(0, Math.min(span.offset(), sql.length())));
        int lineStart = source.lastIndexOf('\n', offset - 1) + 1;
        int lineEnd = source.indexOf('\n', offset);
        if (lineEnd < 0) {
            lineEnd = source.length();
        }
        if (lineEnd > lineStart && source.charAt(lineEnd - 1) == '\r') {
            lineEnd--;
        }
        // A statement may be a single line of megabytes, so only the text around the error is shown.
        int excerptStart = offset - lineStart > MAX_WIDTH / 2 ? offset - MAX_WIDTH / 2 : lineStart;
        int excerptEnd = Math.min(lineEnd, Math.max(excerptStart, offset) + MAX_WIDTH / 2);
        String prefix = excerptStart > lineStart ? OMISSION : "";
        String excerpt = prefix
                + source.substring(excerptStart, Math.max(excerptStart, excerptEnd))
                + (excerptEnd < lineEnd ? OMISSION : "");
        return excerpt + "\n" + formatCaretLine(excerpt, prefix.length() + offset - excerptStart);
    }

    private static String formatCaretLine(String line, int columnIndex) {
        StringBuilder caret = new StringBuilder();
        for (int i = 0; i < columnIndex && i < line.length(); i++) {
            caret.append(line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return caret.append('^').toString();
    }
}
