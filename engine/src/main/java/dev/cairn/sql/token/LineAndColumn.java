package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;

/** The line and column of a character in a text, both from 1. */
public record LineAndColumn(int line, int column) {
    /** Returns the position of the character at an offset of the text, whose lines end with {@code \n}. */
    public static LineAndColumn of(String text, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int lineEnd = text.indexOf('\n');
                lineEnd >= 0 && lineEnd < offset;
                lineEnd = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = lineEnd + 1;
        }
        return new LineAndColumn(line, offset - lineStart + 1);
    }

    /** Returns the span of a part of a text. */
    public static Span spanOf(String text, int offset, int length) {
        LineAndColumn start = of(text, offset);
        return new Span(start.line, start.column, offset, length);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
