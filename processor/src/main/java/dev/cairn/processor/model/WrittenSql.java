package dev.cairn.processor.model;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SourceExcerpt;

/**
 * SQL that a declaration contains, as a part of the text that is analyzed.
 *
 * @param text the SQL as the declaration contains it
 * @param offset the offset at which the SQL begins in the analyzed text
 */
public record WrittenSql(String text, int offset) {
    public static WrittenSql of(QueryText query) {
        return new WrittenSql(query.text(), query.span().offset());
    }

    /** Returns the part of the SQL at a span of the analyzed text; empty if the span is outside of the SQL. */
    public String sourceText(Span span) {
        Span ownSpan = toSpanInText(span);
        return ownSpan.textIn(text);
    }

    /** Renders the position of a span of the analyzed text: line and column, and the line with a caret below it. */
    public String renderExcerpt(Span span) {
        return SourceExcerpt.formatWithPosition(text, toSpanInText(span));
    }

    private Span toSpanInText(Span span) {
        int startOffset = Math.max(0, Math.min(span.offset() - offset, text.length()));
        int endOffset = Math.max(startOffset, Math.min(span.endOffset() - offset, text.length()));
        return new Span(1, 1, startOffset, endOffset - startOffset);
    }
}
