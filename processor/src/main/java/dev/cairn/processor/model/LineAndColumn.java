package dev.cairn.processor.model;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SourceExcerpt;

/** The line and column of a character in a text, both from 1. */
public record LineAndColumn(int line, int column) {
    public static LineAndColumn of(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
            line++;
            start = end + 1;
        }
        return new LineAndColumn(line, offset - start + 1);
    }

    /** Returns the position in words, the line of the text and a caret below it. */
    public static String renderExcerpt(String text, Span span) {
        return of(text, span.offset()) + "\n" + SourceExcerpt.format(text, span);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ":";
    }
}
