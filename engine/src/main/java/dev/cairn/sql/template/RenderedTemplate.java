package dev.cairn.sql.template;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text that was rendered from a template, with the places in the template from which its parts come. Errors in the
 * text can therefore be reported in the template.
 */
public final class RenderedTemplate {
    private final String text;
    private final List<Segment> segments;

    private RenderedTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
    }

    /** A range of the text, and the range of the template from which it was rendered. */
    private record Segment(int start, int end, Span origin, Optional<SqlTemplate.Parameter> parameter) {}

    public String text() {
        return text;
    }

    /** Returns the SQL in place of each parameter, in the order of the text. */
    public List<String> parameterSqls() {
        return segments.stream()
                .filter(segment -> segment.parameter.isPresent())
                .map(segment -> text.substring(segment.start, segment.end))
                .toList();
    }

    /**
     * Returns the span in the template; a part of a rendered parameter is mapped to the whole parameter. Only the
     * offset and the length of the result are valid, not its line and column.
     */
    public Span toOriginSpan(Span span) {
        int spanEnd = span.endOffset();
        int originStart = toOriginOffset(span.offset(), true);
        int originEnd = Math.max(originStart, span.length() == 0 ? originStart : toOriginOffset(spanEnd - 1, false));
        return new Span(1, 1, originStart, originEnd - originStart);
    }

    private int toOriginOffset(int offset, boolean isStart) {
        for (Segment segment : segments) {
            if (offset < segment.end) {
                Span origin = segment.origin;
                if (segment.parameter.isPresent()) {
                    return isStart ? origin.offset() : origin.endOffset();
                }
                return origin.offset() + Math.max(0, offset - segment.start) + (isStart ? 0 : 1);
            }
        }
        if (segments.isEmpty()) {
            return 0;
        }
        Span lastOrigin = segments.get(segments.size() - 1).origin;
        return lastOrigin.endOffset();
    }

    /** Returns the parameter whose SQL is exactly the given part of the text; empty if the part is anything else. */
    public Optional<SqlTemplate.Parameter> findParameter(Span span) {
        return findSegment(span)
                .filter(segment -> segment.end == span.endOffset())
                .flatMap(Segment::parameter);
    }

    /** Renders an expression of the text, with the names of parameters instead of their SQL. */
    public String renderWithParameterNames(Expression expression) {
        SqlTextBuilder textBuilder = new SqlTextBuilder(StatementForm.WRITTEN);
        new ParameterNameWriter(textBuilder).write(expression);
        return textBuilder.toString();
    }

    /** Writes the name of a parameter in place of its SQL. */
    private final class ParameterNameWriter extends QueryWriter {
        private final SqlTextBuilder textBuilder;

        ParameterNameWriter(SqlTextBuilder textBuilder) {
            super(textBuilder);
            this.textBuilder = textBuilder;
        }

        @Override
        public SqlTextBuilder write(Expression expression) {
            Optional<SqlTemplate.Parameter> parameter = RenderedTemplate.this.findParameter(expression.span());
            return parameter.isPresent()
                    ? textBuilder.append(":" + parameter.get().path())
                    : super.write(expression);
        }
    }

    /**
     * Returns the parameter whose SQL contains the beginning of the given part of the text; empty if the part begins
     * outside parameters.
     */
    public Optional<SqlTemplate.Parameter> findParameterAround(Span span) {
        for (Segment segment : segments) {
            if (span.offset() >= segment.start && span.offset() < segment.end) {
                return segment.parameter;
            }
        }
        return Optional.empty();
    }

    private Optional<Segment> findSegment(Span span) {
        for (Segment segment : segments) {
            if (segment.start == span.offset()) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** Collects the segments of a text. */
    static final class Builder {
        private final SqlTemplate template;
        private final StringBuilder text = new StringBuilder();
        private final List<Segment> segments = new ArrayList<>();

        Builder(SqlTemplate template) {
            this.template = template;
        }

        void appendText(int templateStart, int templateEnd) {
            if (templateEnd > templateStart) {
                int start = text.length();
                text.append(template.text(), templateStart, templateEnd);
                addSegment(start, new Span(1, 1, templateStart, templateEnd - templateStart), Optional.empty());
            }
        }

        /** Adds text that the template does not have; the given offset in the template counts as its place. */
        void insertText(String addition, int originOffset) {
            int start = text.length();
            text.append(addition);
            addSegment(start, new Span(1, 1, originOffset, 0), Optional.empty());
        }

        void appendParameter(SqlTemplate.Parameter parameter, String sql) {
            int start = text.length();
            text.append(sql);
            addSegment(start, parameter.span(), Optional.of(parameter));
        }

        private void addSegment(int start, Span origin, Optional<SqlTemplate.Parameter> parameter) {
            segments.add(new Segment(start, text.length(), origin, parameter));
        }

        RenderedTemplate build() {
            return new RenderedTemplate(text.toString(), List.copyOf(segments));
        }
    }
}
