package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** Formats the line of a text that contains a place, without its {@linkplain RedactedSql secrets}, with a caret below the place. */
public final class Excerpt {
    private static final int WIDTH = 120;
    private static final String OMISSION = "…";

    private Excerpt() {}

    public static String format(String written, Span span) {
        RedactedSql redacted = RedactedSql.of(written);
        String source = redacted.text();
        int offset = redacted.offset(Math.max(0, Math.min(span.offset(), written.length())));
        int start = source.lastIndexOf('\n', offset - 1) + 1;
        int end = source.indexOf('\n', offset);
        if (end < 0) {
            end = source.length();
        }
        if (end > start && source.charAt(end - 1) == '\r') {
            end--;
        }
        // A statement may be a single line of megabytes, so only the text around the place is shown.
        int from = offset - start > WIDTH / 2 ? offset - WIDTH / 2 : start;
        int to = Math.min(end, Math.max(from, offset) + WIDTH / 2);
        String before = from > start ? OMISSION : "";
        String line = before + source.substring(from, Math.max(from, to)) + (to < end ? OMISSION : "");
        return line + "\n" + caretLine(line, before.length() + offset - from);
    }

    private static String caretLine(String line, int column) {
        StringBuilder caret = new StringBuilder();
        for (int i = 0; i < column && i < line.length(); i++) {
            caret.append(line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return caret.append('^').toString();
    }
}
