package dev.cairn.processor.check;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.LineAndColumn;
import dev.cairn.sql.token.SourceExcerpt;

/** Renders the position of a part of a query: line and column, and the text of the line with a caret below it. */
final class QueryExcerpt {
    private QueryExcerpt() {}

    /** Renders the excerpt for a span whose offset is relative to the text that contains the query. */
    static String render(QueryText query, Span span) {
        String text = query.text();
        int offset = Math.max(0, Math.min(span.offset() - query.span().offset(), text.length()));
        Span textSpan = new Span(1, 1, offset, span.length());
        return LineAndColumn.of(text, offset) + "\n" + SourceExcerpt.format(text, textSpan);
    }
}
