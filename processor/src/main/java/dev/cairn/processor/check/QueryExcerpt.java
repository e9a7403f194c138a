package dev.cairn.processor.check;

import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.sql.Excerpt;
import dev.cairn.sql.Span;
import dev.cairn.sql.Statement.QueryText;

/** Where in a query something is: line, column, and that line with a caret below it. */
final class QueryExcerpt {
    private QueryExcerpt() {}

    /** Offsets are those in the text that the query is a part of. */
    static String of(QueryText query, Span at) {
        String text = query.text();
        int offset = Math.max(0, Math.min(at.offset() - query.span().offset(), text.length()));
        Span place = new Span(1, 1, offset, at.length());
        return LineAndColumn.of(text, offset) + "\n" + Excerpt.of(text, place);
    }
}
